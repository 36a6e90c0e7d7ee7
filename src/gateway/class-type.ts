import { currentCondition } from './conditions.js';
import type { GatewayClassResource } from './resources.js';
import { classDeployLabel, classTypeLabel, type GatewaySettings } from './settings.js';

export type ClassType = 'STANDALONE' | 'SHARED' | 'OTHER';

/** By the platform's two labels; OTHER for a class that the platform did not deploy. */
export function classTypeOf({ metadata }: GatewayClassResource, settings: GatewaySettings): ClassType {
  const labels = metadata.labels ?? {};
  if (labels[classDeployLabel(settings)] !== settings.labelDomain) return 'OTHER';
  switch (labels[classTypeLabel(settings)]) {
    case 'standalone':
      return 'STANDALONE';
    case 'shared':
      return 'SHARED';
    default:
      return 'OTHER';
  }
}

/** Whether its controller says so of the class as it is now. */
export function isAccepted(gatewayClass: GatewayClassResource): boolean {
  const { generation } = gatewayClass.metadata;
  return currentCondition(gatewayClass.status?.conditions, 'Accepted', generation)?.status === 'TRUE';
}
