import { expect, it } from '@jest/globals';
import type { SandboxResponse } from '../../src/sandbox/sandbox.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { EventMirror, linesByCluster } from './event-mirror.js';
import { FaultyCluster } from './faulty-cluster.js';
import { createPair } from './gateway-pairs.js';

const silence: AsyncIterableIterator<string> = {
  next: () => new Promise(() => undefined),
  [Symbol.asyncIterator]: () => silence,
};
/** A watch that stands, and tells nothing. */
const mute: SandboxResponse = { status: 200, headers: { 'content-type': 'application/json' }, body: silence };

const update = `mutation ($input: UpdateGatewayInput!) {
  updateGateway(input: $input) { gateway { listeners { port } addresses { value } } alb { manualAddresses } }
}`;
const read =
  '{ gateways(namespace: "a1") { nodes { listeners { port } addresses { value } } } albs(namespace: "a1") { nodes { manualAddresses } } }';

it('of two replicas, the one that wrote sees it though its watch tells nothing, and the other as soon as its watch does', async () => {
  await FaultyCluster.with({ mode: 'shared' }, async (cluster) => {
    const { api, opened } = cluster;
    await createPair(api, 'a1', 'same');
    cluster.inject(({ what }) => (what.startsWith('WATCH') ? mute : undefined));
    const environment = { KUBECONFIG: await opened.kubeconfig('server-token'), AUTH_MODE: 'shared' };
    const other = await AlbGraphql.start(environment, 'viewer-token');
    try {
      const writer = cluster.server.as('admin-token');
      // Both have their sets before anything is written.
      expect((await writer.get(read)).gateways.nodes).toEqual([
        { listeners: [{ port: 80 }], addresses: [{ value: '10.0.0.1' }] },
      ]);
      const mirror = await EventMirror.follow(other, 'a1');
      const listeners = [{ name: 'http', port: 8080, protocol: 'HTTP' }];
      const input = { namespace: 'a1', name: 'same', listeners, alb: { addresses: ['10.0.0.9'] } };
      const written = { listeners: [{ port: 8080 }], addresses: [{ value: '10.0.0.9' }] };

      const { updateGateway } = await writer.get(update, { input });
      expect(updateGateway).toEqual({ gateway: written, alb: { manualAddresses: ['10.0.0.9'] } });
      expect(await writer.get(read)).toEqual({
        gateways: { nodes: [written] },
        albs: { nodes: [{ manualAddresses: ['10.0.0.9'] }] },
      });
      await mirror.shows(await linesByCluster(api, ['a1']), 2_000);
      expect((await other.get(read)).gateways.nodes).toEqual([written]);
      expect(mirror.broken).toEqual([]);
    } finally {
      await other.stop();
    }
  });
});
