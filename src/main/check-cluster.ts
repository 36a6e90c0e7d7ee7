import type { AuthMode } from '../config.js';
import { AlbError } from '../errors.js';
import { albKind, eventKind, gatewayClassKind, gatewayKind, type Kind, namespaceKind } from '../kube/kinds.js';
import type { ClusterPorts } from '../kube/ports.js';

/** `note`: something is not possible that this server can do without. */
export interface Finding {
  readonly state: 'ok' | 'note' | 'fault';
  readonly text: string;
}

export interface CheckedIdentity {
  /** Whose rights are asked for: the server's own, a caller's; or there are none to ask for. */
  readonly as: 'server' | 'caller' | 'nobody';
  readonly mode: AuthMode;
}

const read = ['get', 'list', 'watch'];
const write = ['create', 'update', 'delete'];
/** All that this server ever does in a cluster, besides asking about rights. */
const wanted: readonly (readonly [Kind, readonly string[]])[] = [
  [gatewayClassKind, read],
  [gatewayKind, [...read, ...write]],
  [albKind, [...read, ...write]],
  [namespaceKind, ['get', 'list']],
  [eventKind, ['list']],
];

/** What a cluster says of itself and of its caller. Rejects with AlbError where it does not answer. */
export async function checkCluster(ports: ClusterPorts, identity: CheckedIdentity): Promise<Finding[]> {
  const reached = await checkReach(ports, identity);
  if (identity.as === 'nobody' || reached.some(({ state }) => state === 'fault')) return reached;
  const served = await checkAlbs(ports);
  return [...reached, served, ...(await checkRights(ports, identity))];
}

/** Where nobody is asked for, a refusal shows that the cluster is there. */
async function checkReach(ports: ClusterPorts, { as, mode }: CheckedIdentity): Promise<Finding[]> {
  const unasked = 'rights not asked for: every call carries its caller’s token; give one by --token-file';
  const rights: Finding[] = as !== 'nobody' ? [] : [mode === 'passthrough' ? note(unasked) : fault(noIdentity[mode])];
  try {
    const { kubernetesVersion, gatewayApiVersion } = await ports.info();
    const reached = ok(`reachable: Kubernetes ${kubernetesVersion}`);
    if (gatewayApiVersion !== undefined)
      return [reached, ok(`serves the Gateway API, ${gatewayApiVersion}`), ...rights];
    return [reached, fault('does not serve the Gateway API; install its custom resource definitions'), ...rights];
  } catch (error) {
    if (as !== 'nobody' || !isRefusal(error)) throw error;
    return [ok('reachable, and wants a token before it tells its versions'), ...rights];
  }
}

const noIdentity = {
  shared: 'the server has no identity there, and AUTH_MODE shared keeps its cache with one; give the context a user',
  'single-user': 'the server has no identity there, and AUTH_MODE single-user acts with it; give the context a user',
} as const;

async function checkAlbs({ fresh }: ClusterPorts): Promise<Finding> {
  try {
    await fresh.get(albKind, 'default', 'alb-graphql-check-config');
    return ok(`serves ALB2, ${albKind.versions.join(', ')}`);
  } catch (error) {
    if (isRefusal(error)) return note('may not read ALBs of namespace default, so whether ALB2 is served is not known');
    if (!(error instanceof AlbError) || error.code !== 'NOT_FOUND') throw error;
    return fault(`does not serve ALB2 (${albKind.group}/${albKind.versions.join(', ')}); install the ALB operator`);
  }
}

async function checkRights({ authorizer }: ClusterPorts, { as, mode }: CheckedIdentity): Promise<Finding[]> {
  const user = await authorizer.whoAmI();
  const who: Finding = ok(
    user === undefined ? 'the cluster is too old to tell a caller’s name' : `known as ${user.username}`,
  );
  const needed = as === 'server' && mode === 'shared' ? ['list', 'watch'] : [];
  const kinds = await Promise.all(
    wanted.map(async ([kind, verbs]): Promise<Finding[]> => {
      const answers = await Promise.all(verbs.map((verb) => authorizer.can({ verb, kind })));
      const may = verbs.filter((_, at) => answers[at]);
      const lacks = verbs.filter((_, at) => !answers[at]);
      const kept = kind === namespaceKind || kind === eventKind ? [] : lacks.filter((verb) => needed.includes(verb));
      const rest = lacks.filter((verb) => !kept.includes(verb));
      return [
        ...(may.length === 0 ? [] : [ok(`may ${may.join(', ')} ${kind.plural}`)]),
        ...(kept.length === 0
          ? []
          : [fault(`may not ${kept.join(', ')} ${kind.plural}, which AUTH_MODE ${mode} needs`)]),
        ...(rest.length === 0 ? [] : [note(`may not ${rest.join(', ')} ${kind.plural} in the whole cluster`)]),
      ];
    }),
  );
  return [who, ...kinds.flat()];
}

const isRefusal = (error: unknown) =>
  error instanceof AlbError && (error.code === 'FORBIDDEN' || error.code === 'UNAUTHENTICATED');
const ok = (text: string): Finding => ({ state: 'ok', text });
const note = (text: string): Finding => ({ state: 'note', text });
const fault = (text: string): Finding => ({ state: 'fault', text });
