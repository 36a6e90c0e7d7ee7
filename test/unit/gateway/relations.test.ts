import { expect, it } from '@jest/globals';
import { indexesFor } from '../../../src/gateway/indexes.js';
import { Relations } from '../../../src/gateway/relations.js';
import type { AlbResource, GatewayClassResource, GatewayResource } from '../../../src/gateway/resources.js';
import type { Kind } from '../../../src/kube/kinds.js';
import { listingFrom } from '../../../src/kube/listing-from.js';
import type { KubeObject, Reader } from '../../../src/kube/ports.js';
import { FakeClock } from '../../harness/fake-clock.js';

const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };

/** A reader of these objects, whose listings hold all of a kind, whatever part was asked for, in the order given. */
function relationsOf(objects: Readonly<Record<string, readonly KubeObject[]>>): Relations {
  const listing = (kind: Kind) =>
    listingFrom(objects[kind.kind] ?? [], indexesFor(settings)(kind), { partial: false, resourceVersion: '1' });
  const reader = {
    get: (kind: Kind, namespace: string | undefined, name: string) => listing(kind).get(namespace, name),
    list: listing,
  };
  return new Relations(reader as unknown as Reader, settings, new FakeClock());
}

const gateway = (namespace: string, name: string, gatewayClassName: string) =>
  ({ metadata: { namespace, name }, spec: { gatewayClassName, listeners: [] } }) as unknown as GatewayResource;
const alb = (namespace: string, name: string, ofGateway: { mode: string; name?: string }) =>
  ({ metadata: { namespace, name }, spec: { config: { gateway: ofGateway } } }) as unknown as AlbResource;
const gatewayClass = (name: string, type: string, ofAlb?: { namespace: string; name: string }) =>
  ({
    metadata: { name, labels: { 'gatewayclass.cpaas.io/deploy': 'cpaas.io', 'gatewayclass.cpaas.io/type': type } },
    spec: ofAlb && { parametersRef: { group: 'crd.alauda.io', kind: 'ALB2', ...ofAlb } },
  }) as unknown as GatewayClassResource;

const placesOf = (gateways: readonly GatewayResource[]) =>
  gateways.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

it('finds no ALB of another namespace by the name of a gateway, whatever the listing holds', async () => {
  const elsewhere = alb('a2', 'b', { mode: 'standalone', name: 'g/a1' });
  const one = gateway('a1', 'g', 'exclusive-gateway');
  const GatewayClass = [gatewayClass('exclusive-gateway', 'standalone')];
  const relations = relationsOf({ Gateway: [one], ALB2: [elsewhere], GatewayClass });
  expect(await relations.albOfGateway(one)).toEqual({ status: 'none' });
  const near = alb('a1', 'b', { mode: 'standalone', name: 'g' });
  const both = relationsOf({ Gateway: [one], ALB2: [elsewhere, near], GatewayClass });
  expect(await both.albOfGateway(one)).toEqual({ status: 'found', alb: near });
});

it('tells the gateways of an ALB by namespace and name, in whatever order they came', async () => {
  const shared = alb('a1', 'b', { mode: 'shared' });
  const places = [
    ['a2', 'x'],
    ['a1', 'y'],
    ['a2', 'a'],
    ['a1', 'x'],
  ] as const;
  const relations = relationsOf({
    Gateway: places.map(([namespace, name], at) => gateway(namespace, name, at % 2 === 0 ? 's1' : 's2')),
    ALB2: [shared],
    GatewayClass: ['s2', 's1'].map((name) => gatewayClass(name, 'shared', { namespace: 'a1', name: 'b' })),
  });
  expect(placesOf(await relations.gatewaysOfAlb(shared))).toEqual(['a1/x', 'a1/y', 'a2/a', 'a2/x']);
});

it('takes no gateway for one of a shared ALB whose class is not shared, though it refers to it', async () => {
  const behind = alb('a1', 'b', { mode: 'shared' });
  const [own, shared] = [gateway('a1', 'own', 'exclusive-gateway'), gateway('a1', 'shared', 's')];
  const ref = { namespace: 'a1', name: 'b' };
  const relations = relationsOf({
    Gateway: [own, shared],
    ALB2: [behind],
    GatewayClass: [gatewayClass('exclusive-gateway', 'standalone', ref), gatewayClass('s', 'shared', ref)],
  });
  expect(await relations.albOfGateway(own)).toEqual({ status: 'none' });
  expect(placesOf(await relations.gatewaysOfAlb(behind))).toEqual(['a1/shared']);
});
