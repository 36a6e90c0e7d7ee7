import type { Collection } from '../kube/ports.js';
import { addressKey } from './addresses.js';
import { gatewayNameOf } from './alb-state.js';
import {
  albsByAddress,
  classesByAlb,
  gatewaysByAlbRef,
  gatewaysByClass,
  gatewaysByStatusAddress,
  objectKey,
} from './indexes.js';
import type { AlbResource, GatewayClassResource, GatewayResource } from './resources.js';

/** The gateways that may run on an ALB: by label, by the name the ALB gives, and by the shared classes in front of it. */
export function* gatewaysAroundAlb(
  alb: AlbResource,
  gateways: Collection<GatewayResource>,
  classes: Collection<GatewayClassResource> | undefined,
): Iterable<GatewayResource> {
  const { namespace, name } = alb.metadata;
  yield* gateways.lookup(gatewaysByAlbRef, objectKey(namespace, name));
  const wanted = gatewayNameOf(alb);
  const byName = wanted && gateways.get(wanted.namespace ?? namespace, wanted.name);
  if (byName !== undefined) yield byName;
  for (const { metadata } of classes?.lookup(classesByAlb, objectKey(namespace, name)) ?? []) {
    yield* gateways.lookup(gatewaysByClass, metadata.name);
  }
}

/** Every gateway that can have an address, whether by its ALB or by its own status, and few that have not. */
export function gatewaysWithAddress(
  address: string,
  sets: {
    readonly gateways: Collection<GatewayResource>;
    readonly albs: Collection<AlbResource>;
    readonly classes: Collection<GatewayClassResource>;
  },
): Set<GatewayResource> {
  const key = addressKey(address);
  const found = new Set(sets.gateways.lookup(gatewaysByStatusAddress, key));
  for (const alb of sets.albs.lookup(albsByAddress, key)) {
    for (const gateway of gatewaysAroundAlb(alb, sets.gateways, sets.classes)) found.add(gateway);
  }
  return found;
}
