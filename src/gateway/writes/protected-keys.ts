import { albRefLabel, type GatewaySettings } from '../settings.js';

/**
 * Labels and annotations that the back end lives by. A Gateway that loses its alb-ref gets a second ALB; one whose
 * alb-ref is redirected runs on somebody else's.
 */
export function isProtectedKey(key: string, settings: GatewaySettings): boolean {
  return key === albRefLabel(settings) || key.startsWith(`gatewayclass.${settings.labelDomain}/`);
}
