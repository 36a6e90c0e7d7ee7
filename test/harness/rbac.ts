import type { SandboxRule } from '../../src/sandbox/users.js';
import type { KubeApi } from './kube-api.js';

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

const root = '/apis/rbac.authorization.k8s.io/v1';
const api = { apiVersion: 'rbac.authorization.k8s.io/v1' };

export const gateways = { apiGroups: ['gateway.networking.k8s.io'], resources: ['gateways'] };
export const albs = { apiGroups: ['crd.alauda.io'], resources: ['alaudaloadbalancer2'] };
export const classes = { apiGroups: ['gateway.networking.k8s.io'], resources: ['gatewayclasses'] };
export const namespaces = { apiGroups: [''], resources: ['namespaces'] };
export const events = { apiGroups: [''], resources: ['events'] };
export const read = ['get', 'list', 'watch'];

/** A caller with a token of their own, and no rights but those they are given. */
export class RbacCaller {
  private constructor(
    private readonly admin: KubeApi,
    readonly name: string,
    readonly token: string,
  ) {}

  /** A service account, and a token that the API server signed for it. */
  static async create(admin: KubeApi, name: string): Promise<RbacCaller> {
    const path = '/api/v1/namespaces/default/serviceaccounts';
    await created(admin.post(path, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } }));
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
    const { status } = await created(admin.post(`${path}/${name}/token`, request));
    return new RbacCaller(admin, name, status.token);
  }

  /** In one namespace, or (absent) in all of them. */
  async grant(rules: readonly Rule[], namespace?: string): Promise<void> {
    const { kind, path } = scopeOf(namespace);
    const metadata = { name: this.name };
    await created(this.admin.post(`${path}/${kind.toLowerCase()}s`, { ...api, kind, metadata, rules }));
    await created(
      this.admin.post(`${path}/${kind.toLowerCase()}bindings`, {
        ...api,
        kind: `${kind}Binding`,
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: this.name },
        subjects: [{ kind: 'ServiceAccount', namespace: 'default', name: this.name }],
      }),
    );
  }

  /** Takes back what was granted there. */
  async revoke(namespace?: string): Promise<void> {
    const { kind, path } = scopeOf(namespace);
    for (const plural of [`${kind.toLowerCase()}bindings`, `${kind.toLowerCase()}s`]) {
      const { status, body } = await this.admin.delete(`${path}/${plural}/${this.name}`);
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    }
  }
}

/** A user of the token file, whose rights are written as the sandbox writes them. */
export class RbacUser {
  readonly #bindings: string[] = [];
  #count = 0;

  constructor(
    private readonly admin: KubeApi,
    readonly name: string,
  ) {}

  /** In place of what was granted before. */
  async setRules(rules: readonly SandboxRule[]): Promise<void> {
    for (const path of this.#bindings.splice(0)) await this.admin.delete(path);
    for (const { groups: apiGroups, namespaces: within, ...rule } of rules) {
      for (const namespace of within ?? [undefined]) await this.#bind({ apiGroups, ...rule }, namespace);
    }
  }

  async #bind(rule: Rule, namespace: string | undefined): Promise<void> {
    this.#count += 1;
    const { kind, path } = scopeOf(namespace);
    const name = `${this.name}-${this.#count}`;
    const role = { ...api, kind, metadata: { name }, rules: [rule] };
    await created(this.admin.post(`${path}/${kind.toLowerCase()}s`, role));
    const bindings = `${path}/${kind.toLowerCase()}bindings`;
    await created(
      this.admin.post(bindings, {
        ...api,
        kind: `${kind}Binding`,
        metadata: { name },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: this.name }],
      }),
    );
    this.#bindings.push(`${bindings}/${name}`);
  }
}

function scopeOf(namespace: string | undefined) {
  return namespace === undefined
    ? { kind: 'ClusterRole', path: root }
    : { kind: 'Role', path: `${root}/namespaces/${namespace}` };
}

async function created(answering: Promise<{ status: number; body: any }>): Promise<any> {
  const { status, body } = await answering;
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
