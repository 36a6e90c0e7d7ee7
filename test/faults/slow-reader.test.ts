import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { ServedProcess } from '../harness/served-process.js';

const gatewayKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' };
const spec = { gatewayClassName: 'c', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] };
/** So that what two ends of a connection take in by themselves is soon full. */
const large = { text: 'x'.repeat(50_000) };
/** Past this many waiting events those of one object become one: docs/operations/monitoring.md */
const foldAbove = 1_000;
const waitingObjects = 1_300;

let cluster: OpenedSandbox;
let server: ServedProcess;
beforeEach(async () => {
  cluster = await openSandbox();
  cluster.sandbox.admin.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a1' } });
  server = await ServedProcess.start({ KUBECONFIG: await cluster.kubeconfig(), PRELOAD: 'sandbox', HEARTBEAT_MS: '0' });
});
afterEach(async () => {
  await server.kill();
  await cluster.close();
});

function createGateway(name: string, annotations: Record<string, string> = {}): string {
  const { metadata } = cluster.sandbox.admin.create({
    ...gatewayKind,
    metadata: { name, namespace: 'a1', annotations },
    spec,
  });
  return metadata.resourceVersion ?? '';
}

async function metric(name: string): Promise<number> {
  const page = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(page)?.[1]);
}

/** Resolves when the server has taken in all that has happened. */
async function untilSeen(resourceVersion: string): Promise<void> {
  while ((await metric('alb_graphql_cache_revision{cluster="sandbox",kind="Gateway"}')) < Number(resourceVersion));
}

/** A listener who reads until SYNCED, and then nothing more. */
async function listenAndStop(filter: string): Promise<WebSocket> {
  const query = `subscription { gatewayEvents${filter} { type gateway { name annotations } } }`;
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.once('open', () => socket.send('{"type":"connection_init"}'));
  await new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const text = String(data);
      if (text.includes('connection_ack')) {
        socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
      }
      if (text.includes('SYNCED')) resolve();
    });
  });
  socket.pause();
  return socket;
}

it.each([
  ['in common with others', ''],
  ['alone', '(debounceMs: 1)'],
  ['of one namespace', '(namespace: "a1")'],
])(
  'what waits for a listener %s who reads nothing is bounded by the objects, not by what happens to one of them',
  async (_how, filter) => {
    const { admin } = cluster.sandbox;
    const socket = await listenAndStop(filter);
    let last = '';
    for (let at = 0; at < waitingObjects; at += 1) last = createGateway(`g-${at}`, large);
    await untilSeen(last);
    for (let at = 0; at < 5_000; at += 1) {
      createGateway('restless');
      admin.delete({ kind: 'Gateway', namespace: 'a1', name: 'restless' });
    }
    await untilSeen(createGateway('last'));
    const waiting = await metric('alb_graphql_event_queue');
    // What the connection took in by itself waits no more.
    expect(waiting).toBeGreaterThan(foldAbove / 2);
    expect(waiting).toBeLessThanOrEqual(waitingObjects + 10);
    socket.terminate();
  },
  120_000,
);
