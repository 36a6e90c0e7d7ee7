import type { KubeApi } from '../harness/kube-api.js';
import { bind, type Caller } from './callers.js';

/**
 * The API server learns of roles and bindings by watching them: of each of the four kinds in the order of the writes. Grants
 * something new by either pair of kinds, and resolves when both hold: then everything written before holds too.
 */
export class RightsSettled {
  #count = 0;

  constructor(
    private readonly admin: KubeApi,
    private readonly probe: Caller,
  ) {}

  async wait(): Promise<void> {
    this.#count += 1;
    const name = `settled-${this.#count}`;
    const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'], resourceNames: [name] }];
    const wholeRules = [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'], resourceNames: [name] }];
    const paths = [
      ...(await bind(this.admin, name, { by: 'Role', namespace: 'n1', rules }, this.probe.name)),
      ...(await bind(this.admin, name, { by: 'ClusterRole', rules: wholeRules }, this.probe.name)),
    ];
    while (!(await this.#may({ resource: 'configmaps', namespace: 'n1', name }))) await nextTurn();
    while (!(await this.#may({ resource: 'nodes', name }))) await nextTurn();
    for (const path of paths) await this.admin.delete(path);
  }

  async #may(what: object): Promise<boolean> {
    const { body } = await this.admin.post(
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { verb: 'get', ...what } },
      },
      { token: this.probe.token },
    );
    return body.status.allowed;
  }
}

const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 5));
