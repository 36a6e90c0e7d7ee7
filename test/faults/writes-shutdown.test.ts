import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { stringify } from 'yaml';
import { systemClock } from '../../src/clock.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { FaultyApi } from '../harness/faulty-api.js';
import { createSandbox, http, liveAlbs, mutations } from '../harness/write-world.js';

const body = JSON.stringify({
  query: mutations.create,
  variables: { input: { namespace: 'a1', name: 'g1', listeners: [http] } },
});

/** A server, the cluster behind it, and a mutation that is between its two writes when the rest happens. */
describe('a write that has begun', () => {
  let sandbox: Sandbox;
  let api: FaultyApi;
  let server: AlbGraphql;
  let folder: string;
  let settings: Record<string, string>;

  const albRef = () =>
    sandbox.admin.get({ kind: 'Gateway', namespace: 'a1', name: 'g1' })?.metadata.labels?.['alb.cpaas.io/alb-ref'];

  beforeEach(async () => {
    sandbox = createSandbox(systemClock);
    api = await FaultyApi.start(async (request) => {
      const answer = await sandbox.handle({ ...request, headers: request.headers as never });
      return { ...answer, body: answer.body as string };
    });
    folder = await mkdtemp(join(tmpdir(), 'alb-graphql-test-'));
    const kubeconfig = join(folder, 'kubeconfig');
    const named = (name: string, members: object) => [{ name, ...members }];
    const config = {
      'current-context': 'test',
      clusters: named('test', { cluster: { server: api.url } }),
      users: named('test', { user: {} }),
      contexts: named('test', { context: { cluster: 'test', user: 'test' } }),
    };
    await writeFile(kubeconfig, stringify({ apiVersion: 'v1', kind: 'Config', ...config }));
    settings = { KUBECONFIG: kubeconfig, AUTH_MODE: 'passthrough' };
    server = await AlbGraphql.start(settings, 'a-token');
  });

  afterEach(async () => {
    await server.stop();
    await api.close();
    await rm(folder, { recursive: true });
  });

  it('is finished although its caller has gone, and a server that stops waits for it', async () => {
    const leaving = new AbortController();
    const begun = Promise.withResolvers<Promise<void>>();
    api.meanwhile('create Gateway', () => {
      leaving.abort();
      begun.resolve(server.stop());
    });
    const headers = { 'content-type': 'application/json', authorization: 'Bearer a-token' };
    const left = fetch(`${server.url}/graphql`, { method: 'POST', headers, body, signal: leaving.signal });
    await expect(left).rejects.toThrow('aborted');
    await await begun.promise;
    expect(api.requests.at(-1)).toBe('get ALB2');
    expect(liveAlbs(sandbox, 'g1').map(({ metadata }) => metadata.name)).toEqual([albRef()]);
  });

  it('is undone although its caller has gone with the socket, and a server that stops waits for it', async () => {
    const begun = Promise.withResolvers<Promise<void>>();
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('error', () => undefined);
    const send = (message: object) => socket.send(JSON.stringify(message));
    api.arm({
      at: 'create Gateway',
      onward: false,
      fault: {
        type: 'call-before',
        call() {
          socket.terminate();
          begun.resolve(server.stop());
          // The connection is lost too: what became of the Gateway is looked up, and the ALB taken away.
          api.cut();
        },
      },
    });
    socket.once('open', () => send({ type: 'connection_init', payload: { authorization: 'Bearer a-token' } }));
    socket.once('message', () => send({ type: 'subscribe', id: '1', payload: JSON.parse(body) }));
    await await begun.promise;
    expect(api.requests.at(-1)).toBe('delete ALB2');
    expect([albRef(), liveAlbs(sandbox, 'g1')]).toEqual([undefined, []]);
  });

  it('is not waited for longer than DRAIN_MS', async () => {
    await server.stop();
    server = await AlbGraphql.start(
      // So that nothing but what is tested here ends the wait.
      { ...settings, DRAIN_MS: '100', UPSTREAM_WRITE_TIMEOUT_MS: '600000' },
      'a-token',
    );
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    api.arm({ at: 'create Gateway', fault: { type: 'call-before', call: resolve }, onward: false });
    const headers = { 'content-type': 'application/json', authorization: 'Bearer a-token' };
    const cut = fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
    await begun;
    await Promise.all([expect(cut).rejects.toThrow('fetch failed'), server.stop()]);
    // What a server that was cut off leaves is what a killed one leaves: the next create adopts it.
    expect([albRef(), liveAlbs(sandbox, 'g1').length]).toEqual([undefined, 1]);
  });
});
