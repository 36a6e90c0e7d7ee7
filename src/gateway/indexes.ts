import type { Kind } from '../kube/kinds.js';
import type { IndexFunctions, KubeObject } from '../kube/ports.js';
import { addressKey, albAddresses, statusAddresses } from './addresses.js';
import { gatewayNameOf, isStandaloneAlb } from './alb-state.js';
import type { AlbResource, GatewayClassResource, GatewayResource } from './resources.js';
import { albRefLabel, type GatewaySettings } from './settings.js';

/** The key of a namespaced object in an index. */
export const objectKey = (namespace: string | undefined, name: string) => `${namespace ?? ''}/${name}`;

/** Standalone ALBs by the Gateway they name. */
export const albsByGateway = 'albsByGateway';
/** Gateways by their class. */
export const gatewaysByClass = 'gatewaysByClass';
/** Gateways by the ALB in their alb-ref label. */
export const gatewaysByAlbRef = 'gatewaysByAlbRef';
/** Classes by the ALB in their parametersRef. */
export const classesByAlb = 'classesByAlb';

/** ALBs by each of their addresses, in the one spelling of addressKey. */
export const albsByAddress = 'albsByAddress';
/** Gateways by the addresses in their own status, in the same. */
export const gatewaysByStatusAddress = 'gatewaysByStatusAddress';

/** The indexes that joins use: whoever holds objects of these kinds in memory keeps them. */
export function indexesFor(settings: GatewaySettings): (kind: Kind) => IndexFunctions {
  const tables: Record<string, IndexFunctions> = {
    ALB2: {
      [albsByGateway]: albGatewayKeys,
      [albsByAddress]: (object) => albAddresses(object as AlbResource).map(({ value }) => addressKey(value)),
    },
    Gateway: {
      [gatewaysByClass]: (object) => keysOf((object as GatewayResource).spec?.gatewayClassName),
      [gatewaysByAlbRef]: ({ metadata }) => {
        const name = metadata.labels?.[albRefLabel(settings)];
        return name ? [objectKey(metadata.namespace, name)] : [];
      },
      [gatewaysByStatusAddress]: (object) =>
        statusAddresses(object as GatewayResource).map(({ value }) => addressKey(value)),
    },
    GatewayClass: { [classesByAlb]: classAlbKeys },
  };
  return (kind) => tables[kind.kind] ?? {};
}

function keysOf(value: string | undefined): string[] {
  return value ? [value] : [];
}

function albGatewayKeys(object: KubeObject): string[] {
  const alb = object as AlbResource;
  const gateway = gatewayNameOf(alb);
  if (gateway === undefined || !isStandaloneAlb(alb)) return [];
  return [objectKey(gateway.namespace ?? alb.metadata.namespace, gateway.name)];
}

function classAlbKeys(object: KubeObject): string[] {
  const ref = (object as GatewayClassResource).spec?.parametersRef;
  return ref?.kind === 'ALB2' && ref.name ? [objectKey(ref.namespace, ref.name)] : [];
}
