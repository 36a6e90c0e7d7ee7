import type { KubeApi } from '../harness/kube-api.js';
import { RbacCaller } from '../harness/rbac.js';
import { inParallel } from './in-parallel.js';
import type { Grant } from './random-rights.js';

const root = '/apis/rbac.authorization.k8s.io/v1';
const apiVersion = 'rbac.authorization.k8s.io/v1';
const apiGroup = 'rbac.authorization.k8s.io';
const sideBySide = 12;

/** A service account whose grants come and go. */
export class Caller {
  #grants: { readonly grant: Grant; readonly paths: readonly string[] }[] = [];
  #count = 0;

  private constructor(
    private readonly admin: KubeApi,
    readonly name: string,
    readonly token: string,
  ) {}

  static async create(admin: KubeApi, name: string): Promise<Caller> {
    const { token } = await RbacCaller.create(admin, name);
    return new Caller(admin, name, token);
  }

  get grants(): readonly Grant[] {
    return this.#grants.map(({ grant }) => grant);
  }

  /** In place of all that was granted before. */
  async setGrants(grants: readonly Grant[]): Promise<void> {
    const before = this.#grants.splice(0);
    await inParallel(
      before.flatMap(({ paths }) => paths),
      sideBySide,
      (path) => this.admin.delete(path),
    );
    for (const grant of grants) await this.grant(grant);
  }

  async grant(grant: Grant): Promise<void> {
    this.#count += 1;
    const name = `${this.name}-${this.#count}`;
    const paths = await bind(this.admin, name, grant, this.name);
    this.#grants.push({ grant, paths });
  }

  /** Takes back one of them, by its place. */
  async revoke(at: number): Promise<void> {
    for (const { paths } of this.#grants.splice(at, 1)) for (const path of paths) await this.admin.delete(path);
  }
}

/** Writes a role and its binding to a service account; answers the path of each. */
export async function bind(admin: KubeApi, name: string, grant: Grant, account: string): Promise<string[]> {
  const { by, namespace, rules } = grant;
  const within = namespace === undefined ? root : `${root}/namespaces/${namespace}`;
  const [roles, role] = by === 'Role' ? [`${within}/roles`, 'Role'] : [`${root}/clusterroles`, 'ClusterRole'];
  const binding = namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
  const bindings = `${within}/${binding.toLowerCase()}s`;
  // The controller that fills aggregated roles is not here: it is played, by writing what it would.
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { 'test.example.com/aggregate': name } }] };
  await created(
    admin.post(roles, {
      apiVersion,
      kind: role,
      metadata: { name },
      ...(by === 'aggregated ClusterRole' && { aggregationRule }),
      rules,
    }),
  );
  await created(
    admin.post(bindings, {
      apiVersion,
      kind: binding,
      metadata: { name },
      roleRef: { apiGroup, kind: role, name },
      subjects: [{ kind: 'ServiceAccount', namespace: 'default', name: account }],
    }),
  );
  return [`${bindings}/${name}`, `${roles}/${name}`];
}

async function created(answering: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await answering;
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
}
