import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { foldAboveChars } from '../../src/gateway/event-queue.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { openSandbox } from '../harness/open-sandbox.js';
import { ServedProcess } from '../harness/served-process.js';

const query = 'subscription { gatewayEvents { type gateway { name annotations } } }';
/** Larger than what the system keeps for a connection whose client does not read. */
const bytesOfPipe = 20 << 20;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The built server on a cluster whose gateways the test makes, and a listener that reads all that it is told. */
async function openWorld() {
  const opened = await openSandbox();
  closers.push(() => opened.close());
  const { admin } = opened.sandbox;
  admin.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a1' } });
  const KUBECONFIG = await opened.kubeconfig();
  const served = await ServedProcess.start({ KUBECONFIG, HEARTBEAT_MS: '0', MAX_UNSENT_BYTES: '65536' });
  closers.push(() => served.stop());
  const server = AlbGraphql.at(served.url);
  closers.push(() => server.stop());
  const create = (name: string, note = '') =>
    admin.create({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name, namespace: 'a1', annotations: { note } },
      spec: { gatewayClassName: 'exclusive-gateway', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    });
  const ref = (name: string) => ({ kind: 'Gateway', namespace: 'a1', name });
  const set = (name: string, note: string) =>
    admin.update(ref(name), (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { note } },
    }));
  const remove = (name: string) => admin.delete(ref(name));
  const rows = () =>
    Object.fromEntries(admin.list('Gateway').map(({ metadata }) => [metadata.name, metadata.annotations?.['note']]));
  const prompt = () => server.subscribe(query);
  const waiting = async () => {
    const page = await (await fetch(`${served.url}/metrics`)).text();
    return Number(/^alb_graphql_event_queue (\d+)$/m.exec(page)?.[1]);
  };
  return { url: served.url, create, set, remove, rows, prompt, waiting };
}

interface Client {
  /** Reads up to the event of that object. */
  readUntil(name: string): Promise<Told[]>;
}
type Told = { type: string; name: string | undefined; note: string | undefined };
const toldOf = ({ data: { gatewayEvents } }: any): Told => {
  const { type, gateway } = gatewayEvents;
  return { type, name: gateway?.name, note: gateway?.annotations.note };
};

/** A client that reads nothing but when the test says. */
async function overWebSocket(url: string): Promise<Client> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  closers.push(async () => socket.terminate());
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
  socket.pause();
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  return {
    readUntil(name) {
      const told: Told[] = [];
      return new Promise((resolve) => {
        socket.on('message', (data) => {
          told.push(toldOf(JSON.parse(String(data)).payload));
          if (told.at(-1)?.name === name) resolve(told);
        });
        socket.resume();
      });
    },
  };
}

async function overEventStream(url: string): Promise<Client> {
  const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
  const asking = request(`${url}/graphql`, { method: 'POST', headers });
  closers.push(async () => asking.destroy());
  asking.end(JSON.stringify({ query }));
  const [response] = await once(asking, 'response');
  // It is cut at the end of the test.
  response.on('error', () => undefined);
  return {
    readUntil(name) {
      const told: Told[] = [];
      let rest = '';
      return new Promise((resolve) => {
        response.setEncoding('utf8').on('data', (piece: string) => {
          const lines = `${rest}${piece}`.split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) {
            if (line.startsWith('data: ')) told.push(toldOf(JSON.parse(line.slice('data: '.length))));
          }
          if (told.at(-1)?.name === name) resolve(told);
        });
      });
    },
  };
}

/** As a client keeps it: by the name, until it is DELETED. */
function tableOf(told: readonly Told[]): Record<string, string | undefined> {
  const table = new Map<string, string | undefined>();
  for (const { type, name, note } of told) {
    if (name === undefined) continue;
    if (type === 'DELETED') table.delete(name);
    else table.set(name, note);
  }
  return Object.fromEntries(table);
}

describe.each([
  ['a WebSocket', overWebSocket],
  ['an event stream', overEventStream],
])('a client that does not read, over %s', (_how, open) => {
  it('has no more waiting than was promised, whatever happens, and then finds all as it is', async () => {
    const { url, create, set, remove, rows, prompt, waiting } = await openWorld();
    create('big');
    create('small');
    const listener = prompt();
    await listener.until(({ gatewayEvents: { type } }) => type === 'SYNCED');
    const client = await open(url);
    // The pipe is filled, and more text waits than is kept of old states.
    const chunk = 200_000;
    for (let sent = 0; sent < bytesOfPipe; sent += chunk) set('big', `${sent} `.padEnd(chunk, 'x'));
    for (let round = 0; round < 300; round += 1) {
      set('small', String(round));
      create('again');
      remove('again');
    }
    create('last');
    await listener.until(({ gatewayEvents: { gateway } }) => gateway?.name === 'last');
    const waited = await waiting();
    expect(waited).toBeGreaterThan(0);
    expect(waited).toBeLessThanOrEqual(foldAboveChars / chunk + 2 * 4 + 1);
    expect(tableOf(await client.readUntil('last'))).toEqual(rows());
  }, 120_000);

  it('is told of what exists when it reads, as it is then, and of nothing that has gone', async () => {
    const { url, create, set, remove, rows, prompt } = await openWorld();
    const count = 160;
    const note = (value: string) => value.padEnd(100_000, 'x');
    for (let at = 0; at < count; at += 1) create(`g${at}`, note('old'));
    const client = await open(url);
    const listener = prompt();
    await listener.until(({ gatewayEvents: { type } }) => type === 'SYNCED');
    // The last ones are behind what the pipe takes.
    for (let at = 0; at < count; at += 1) set(`g${at}`, note('new'));
    remove(`g${count - 1}`);
    create('last');
    await listener.until(({ gatewayEvents: { gateway } }) => gateway?.name === 'last');
    const told = await client.readUntil('last');
    expect(tableOf(told)).toEqual(rows());
    const synced = told.findIndex(({ type }) => type === 'SYNCED');
    expect(told.slice(0, synced).every(({ type }) => type === 'ADDED')).toBe(true);
    expect(new Set(told.slice(0, synced).map(({ name }) => name)).size).toBe(count - 1);
    expect(told.slice(0, synced).at(-1)?.note).toBe(note('new'));
    expect(told.filter(({ type }) => type === 'SYNCED')).toHaveLength(1);
  }, 120_000);
});
