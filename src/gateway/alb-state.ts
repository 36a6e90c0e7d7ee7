import { dateOf } from './date-of.js';
import type { AlbResource, ResourceListResource } from './resources.js';

export type AlbState = 'PENDING' | 'PROGRESSING' | 'RUNNING' | 'WARNING' | 'UNKNOWN';
export type GatewayMode = 'STANDALONE' | 'SHARED';
export type NetworkMode = 'HOST' | 'CONTAINER';

const states: Readonly<Record<string, AlbState>> = {
  running: 'RUNNING',
  progressing: 'PROGRESSING',
  pending: 'PENDING',
  warning: 'WARNING',
};

export function albStateOf(alb: AlbResource): AlbState {
  return states[String(alb.status?.state ?? '').toLowerCase()] ?? 'UNKNOWN';
}

export function albReasonOf(alb: AlbResource): string {
  return alb.status?.reason ?? '';
}

export function albVersionOf(alb: AlbResource): string | undefined {
  return alb.status?.detail?.version?.version || undefined;
}

/** When the operator last looked: probeTime counts seconds since 1970. */
export function probedAt(alb: AlbResource): Date | undefined {
  const { probeTime, probeTimeStr, detail } = alb.status ?? {};
  return dateOf(probeTime ? probeTime * 1000 : probeTimeStr || detail?.deploy?.probeTimeStr);
}

export function gatewayModeOf(alb: AlbResource): GatewayMode | undefined {
  switch (alb.spec?.config?.gateway?.mode) {
    case 'standalone':
      return 'STANDALONE';
    case 'shared':
      return 'SHARED';
    default:
      return undefined;
  }
}

export function isStandaloneAlb(alb: AlbResource): boolean {
  return gatewayModeOf(alb) === 'STANDALONE';
}

/** What config.gateway.name names; it may be written `name/namespace`. */
export function gatewayNameOf(alb: AlbResource): { name: string; namespace: string | undefined } | undefined {
  const [name, namespace] = String(alb.spec?.config?.gateway?.name ?? '').split('/');
  return name ? { name, namespace: namespace || undefined } : undefined;
}

/** A standalone ALB listens on the container network whether that is written or not. */
export function networkModeOf(alb: AlbResource): NetworkMode | undefined {
  if (isStandaloneAlb(alb)) return 'CONTAINER';
  switch (alb.spec?.config?.networkMode) {
    case 'host':
      return 'HOST';
    case 'container':
      return 'CONTAINER';
    default:
      return undefined;
  }
}

/** For a standalone ALB the back end forces it on, whatever is written. */
export function loadBalancerServiceEnabled(alb: AlbResource): boolean {
  return isStandaloneAlb(alb) || alb.spec?.config?.vip?.enableLbSvc === true;
}

export function resourcesOf(alb: AlbResource) {
  const resources = alb.spec?.config?.resources;
  return { limits: amounts(resources?.limits), requests: amounts(resources?.requests) };
}

function amounts(list: ResourceListResource | undefined) {
  return { cpu: quantityText(list?.cpu), memory: quantityText(list?.memory) };
}

/** A bare number in YAML is a quantity too. */
function quantityText(quantity: string | number | null | undefined): string | null {
  return quantity == null ? null : String(quantity);
}
