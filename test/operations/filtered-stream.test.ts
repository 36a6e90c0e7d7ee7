import { describe, expect, it } from '@jest/globals';
import { defaultTokens } from '../../src/sandbox/users.js';
import { createPair, deletePair, setAddress, setPort } from '../faults/gateway-pairs.js';
import { AlbGraphql, type Subscription } from '../harness/alb-graphql.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import type { KubeApi } from '../harness/kube-api.js';
import { openSandbox } from '../harness/open-sandbox.js';

/** Listens in namespace a1, where `kept` has port 80 and address 10.0.0.1 and `other` has port 81 and address 10.0.0.2. */
async function withStream(
  mode: string,
  filter: string,
  use: (next: () => Promise<string>, api: KubeApi) => Promise<void>,
) {
  const opened = await openSandbox({ tokens: defaultTokens });
  const server = await AlbGraphql.start(
    { KUBECONFIG: await opened.kubeconfig('admin-token'), AUTH_MODE: mode },
    'viewer-token',
  );
  try {
    await createNamespace(opened.api, 'a1');
    await createPair(opened.api, 'a1', 'kept');
    await createPair(opened.api, 'a1', 'other', { port: 81, address: '10.0.0.2' });
    const events = server.subscribe(
      `subscription { gatewayEvents(namespace: "a1", filter: ${filter}) { type gateway { name listeners { port } } } }`,
    );
    expect([await wordsOf(events), await wordsOf(events)]).toEqual(['ADDED kept 80', 'SYNCED']);
    await use(() => wordsOf(events), opened.api);
  } finally {
    await server.stop();
    await opened.close();
  }
}

async function wordsOf(events: Subscription): Promise<string> {
  const { type, gateway } = (await events.next()).gatewayEvents;
  return gateway === null ? type : `${type} ${gateway.name} ${gateway.listeners[0].port}`;
}

describe.each(['shared', 'passthrough'])('a stream with a filter, in %s mode', (mode) => {
  it('takes what leaves the filter for DELETED, as last sent, and what comes to it for ADDED', async () => {
    await withStream(mode, '{ port: 80 }', async (next, api) => {
      await setPort(api, 'a1', 'kept', 82);
      expect(await next()).toBe('DELETED kept 80');
      await setPort(api, 'a1', 'other', 80);
      expect(await next()).toBe('ADDED other 80');
    });
  });

  it('says nothing of the deletion of what was never sent', async () => {
    await withStream(mode, '{ port: 80 }', async (next, api) => {
      await deletePair(api, 'a1', 'other');
      await deletePair(api, 'a1', 'kept');
      expect(await next()).toBe('DELETED kept 80');
    });
  });

  it('follows an address that moves from one ALB to another', async () => {
    await withStream(mode, '{ address: "10.0.0.1" }', async (next, api) => {
      await setAddress(api, 'a1', 'kept', '10.0.0.3');
      expect(await next()).toBe('DELETED kept 80');
      await setAddress(api, 'a1', 'other', '10.0.0.1');
      expect(await next()).toBe('ADDED other 81');
    });
  });
});
