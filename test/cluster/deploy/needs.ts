import { randomUUID } from 'node:crypto';
import { AlbGraphql } from '../../harness/alb-graphql.js';
import type { KubeApi } from '../../harness/kube-api.js';
import { paths } from '../../operations/platform.js';

export type Need = (server: AlbGraphql) => Promise<unknown>;

const kept = [
  ['GatewayClass', 'gatewayClassEvents', 'gatewayClass', `${paths.classes}/exclusive-gateway`],
  ['Gateway', 'gatewayEvents', 'gateway', paths.gateway('a1', 'g1')],
  ['ALB2', 'albEvents', 'alb', paths.alb('a1', 'g1-alb')],
] as const;

/** The set of each kind is filled, and kept current by a watch of the server's own: a change of it reaches a listener. */
export function keptSets(api: KubeApi): Record<string, Need> {
  const needs = kept.map(([kind, field, object, path]): [string, Need] => [
    `keeps ${kind}`,
    async (server) => {
      const events = server.subscribe(`subscription { ${field} { type ${object} { annotations } } }`);
      const seen = randomUUID();
      const listen = async () => {
        await events.until((event) => event[field].type === 'SYNCED');
        await api.patch(path, { metadata: { annotations: { seen } } }, 'application/merge-patch+json');
        await events.until((event) => event[field][object]?.annotations.seen === seen);
        const own = await cacheOf(server, kind);
        if (own?.state !== 'watching' || own.users === 0) throw new Error(`it came by another watch: ${own?.state}`);
      };
      const listening = listen();
      listening.catch(() => undefined);
      try {
        await Promise.race([listening, untilRefused(server, kind, listening)]);
      } finally {
        await events.stop();
      }
    },
  ]);
  return Object.fromEntries(needs);
}

async function cacheOf({ url }: AlbGraphql, kind: string): Promise<{ state: string; users: number } | undefined> {
  const { detail } = (await (await fetch(`${url}/readyz`)).json()) as any;
  return detail.caches.find((cache: any) => cache.kind === kind);
}

/** Rejects once the server tries again what the cluster refused; it would for a minute, since tokens are renewed. */
async function untilRefused(server: AlbGraphql, kind: string, listening: Promise<void>): Promise<void> {
  let over = false;
  const end = () => {
    over = true;
  };
  listening.then(end, end);
  while (!over) {
    const own = await cacheOf(server, kind);
    if (own?.state === 'waiting' || own?.state === 'ended') throw new Error(`${kind} is refused`);
  }
  await listening;
}

const listeners = [{ name: 'http', port: 80, protocol: 'HTTP' }];
const where = { namespace: 'a1', name: 'mine' };

/** What a caller does, in this order, each time from the same beginning. */
export function callersDoings(api: KubeApi): Record<string, Need> {
  return {
    'class by name': (server) => server.get('{ gatewayClass(name: "exclusive-gateway") { name } }').then(notNull),
    'namespaces for forms': (server) => server.get('{ namespaces }').then(notNull),
    'events of a gateway': (server) =>
      server.get('{ gateway(namespace: "a1", name: "g1") { events { reason } } }').then(notNull),
    'create, update, delete': async (server) => {
      await server.get('mutation ($input: CreateGatewayInput!) { createGateway(input: $input) { written } }', {
        input: { ...where, listeners },
      });
      await server.get('mutation ($input: UpdateGatewayInput!) { updateGateway(input: $input) { written } }', {
        input: { ...where, listeners: [{ ...listeners[0], port: 81 }], alb: { replicas: 2 } },
      });
      await server.get('mutation ($input: DeleteGatewayInput!) { deleteGateway(input: $input) { albs { name } } }', {
        input: where,
      });
    },
    'an orphan is cleared': async (server) => {
      await api.post(paths.alb('a1'), {
        apiVersion: 'crd.alauda.io/v2beta1',
        kind: 'ALB2',
        metadata: { name: 'orphan' },
        spec: { type: 'nginx', config: { gateway: { mode: 'standalone', name: 'nobody' } } },
      });
      await server.get('mutation { deleteOrphanedAlb(input: { namespace: "a1", name: "orphan" }) { alb { name } } }');
    },
    'a stream': async (server) => {
      const events = server.subscribe('subscription { gatewayEvents(namespace: "a1") { type } }');
      await events.until(({ gatewayEvents }) => gatewayEvents.type === 'SYNCED');
      await events.stop();
    },
  };
}

function notNull(data: Record<string, unknown>): void {
  if (JSON.stringify(data).includes('null')) throw new Error(JSON.stringify(data));
}

/** Leaves nothing of what the doings made. */
export async function cleanUp(api: KubeApi): Promise<void> {
  await api.delete(paths.gateway('a1', 'mine'));
  const { body } = await api.get(paths.alb('a1'));
  for (const { metadata } of body.items) {
    if (!metadata.name.startsWith('g1')) await api.delete(paths.alb('a1', metadata.name));
  }
}

/** The name of the first need that is not met, tried on a new server. */
export async function firstUnmet(
  environment: Record<string, string>,
  token: string | undefined,
  needs: Record<string, Need>,
): Promise<string | undefined> {
  const server = await AlbGraphql.start({ DRAIN_MS: '1000', ...environment }, token);
  try {
    for (const [name, need] of Object.entries(needs)) {
      const met = await need(server).then(
        () => true,
        () => false,
      );
      if (!met) return name;
    }
    return undefined;
  } finally {
    await server.stop();
  }
}
