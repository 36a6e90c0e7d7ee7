import { throwFaults } from '../input-faults.js';
import type { AlbResource, GatewayResource } from '../resources.js';
import type { GatewaySettings } from '../settings.js';
import { amountFaults } from './alb-settings-faults.js';
import { applyAlbSettings } from './apply-alb-settings.js';
import { applyListeners } from './apply-listeners.js';
import type { AlbSettingsInput, UpdateGatewayInput } from './input.js';
import { placeRepeatFaults } from './listener-faults.js';
import { isProtectedKey } from './protected-keys.js';

/** The ALB as the input wants it: every field it does not name is carried over. INVALID_INPUT for requests above limits. */
export function planAlb(alb: AlbResource, input: AlbSettingsInput): AlbResource {
  const spec = applyAlbSettings(alb.spec ?? {}, input);
  if (input.resources) throwFaults(amountFaults(spec.config?.resources, ['input', 'alb', 'resources']));
  return { ...alb, spec };
}

/** The Gateway as the input wants it. Throws INVALID_INPUT where it would change a key that the back end owns. */
export function planGateway(
  gateway: GatewayResource,
  input: UpdateGatewayInput,
  settings: GatewaySettings,
): GatewayResource {
  const metadata = { ...gateway.metadata };
  for (const field of ['labels', 'annotations'] as const) {
    const wanted = input[field];
    if (wanted === undefined) continue;
    const map = planMap(metadata[field] ?? {}, wanted ?? {}, field, settings);
    if (Object.keys(map).length > 0) metadata[field] = map;
    else delete metadata[field];
  }
  const listeners = input.listeners && applyListeners(input.listeners, gateway.spec.listeners ?? []);
  throwFaults(placeRepeatFaults(listeners ?? [], ['input', 'listeners']));
  return { ...gateway, metadata, spec: { ...gateway.spec, ...(listeners && { listeners }) } };
}

/** The whole map, but for the back end's own keys: they survive being left out, and refuse to change. */
function planMap(
  live: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
  field: string,
  settings: GatewaySettings,
): Record<string, string> {
  const isProtected = (key: string) => isProtectedKey(key, settings);
  throwFaults(
    Object.entries(wanted)
      .filter(([key, value]) => isProtected(key) && live[key] !== value)
      .map(([key]) => ({
        path: ['input', field, key],
        message: `"${key}" ties the gateway to its load balancer and belongs to the back end: leave it out, or send it back unchanged.`,
      })),
  );
  const kept = Object.entries(live).filter(([key]) => isProtected(key));
  return { ...wanted, ...Object.fromEntries(kept) };
}
