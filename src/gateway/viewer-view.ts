import { albKind, gatewayClassKind, gatewayKind } from '../kube/kinds.js';
import { throwFaults } from './input-faults.js';
import type { ClusterSession } from './session.js';

const kinds = { GATEWAY_CLASS: gatewayClassKind, GATEWAY: gatewayKind, ALB: albKind };
const verbs: readonly string[] = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  '*',
];

interface CanArguments {
  verb: string;
  resource: keyof typeof kinds;
  namespace?: string | null;
  name?: string | null;
}

/** Who the cluster takes the caller for, and what they may do there. */
export class ViewerView {
  constructor(
    private readonly session: ClusterSession,
    /** Null where the cluster is too old to say. */
    readonly username: string | null,
    readonly groups: readonly string[],
  ) {}

  /** The cluster's own answer, asked now. */
  can({ verb, resource, namespace, name }: CanArguments): Promise<boolean> {
    if (!verbs.includes(verb)) {
      throwFaults([
        { path: ['verb'], message: `"${verb}" is no verb of the Kubernetes API; use one of ${verbs.join(', ')}.` },
      ]);
    }
    return this.session.ports.authorizer.can({
      verb,
      kind: kinds[resource],
      namespace: namespace ?? undefined,
      name: name ?? undefined,
    });
  }
}

export async function viewerOf(session: ClusterSession): Promise<ViewerView> {
  const identity = await session.ports.authorizer.whoAmI();
  return new ViewerView(session, identity?.username ?? null, identity?.groups ?? []);
}
