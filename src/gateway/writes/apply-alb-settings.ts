import type { AlbConfigResource, AlbResource, ResourceListResource } from '../resources.js';
import type { AlbSettingsInput, ResourceListInput } from './input.js';

type AlbSpec = NonNullable<AlbResource['spec']>;

/** The spec with the settings brought to the input. Omitted: stays. null: gone. All else is carried over. */
export function applyAlbSettings(spec: AlbSpec, input: AlbSettingsInput): AlbSpec {
  const config: AlbConfigResource = { ...spec.config };
  if (input.replicas !== undefined) setOrDelete(config, 'replicas', input.replicas);
  if (input.lbSvcAnnotations !== undefined) {
    const vip = { ...config.vip };
    setOrDelete(vip, 'lbSvcAnnotations', input.lbSvcAnnotations);
    setUnlessInvented(config, 'vip', vip);
  }
  if (input.resources !== undefined) setUnlessInvented(config, 'resources', applyResources(config.resources, input));
  const result: AlbSpec = { ...spec };
  setUnlessInvented(result, 'config', config);
  if (input.addresses !== undefined) {
    const addresses = input.addresses?.map((address) => address.trim()) ?? [];
    setOrDelete(result, 'address', addresses.length === 0 ? null : addresses.join(','));
  }
  return result;
}

function applyResources(live: AlbConfigResource['resources'], { resources }: AlbSettingsInput) {
  const result = { ...live };
  for (const part of ['limits', 'requests'] as const) {
    const change = resources === null ? null : resources?.[part];
    if (change === null) delete result[part];
    else if (change !== undefined) setUnlessInvented(result, part, applyResourceList(result[part], change));
  }
  return result;
}

function applyResourceList(live: ResourceListResource | undefined, input: ResourceListInput): ResourceListResource {
  const result = { ...live };
  for (const resource of ['cpu', 'memory'] as const) {
    const quantity = input[resource];
    if (quantity !== undefined) setOrDelete(result, resource, quantity);
  }
  return result;
}

function setOrDelete<T extends object, K extends keyof T>(target: T, field: K, value: T[K] | null): void {
  if (value === null) delete target[field];
  else target[field] = value;
}

/** What was not there and holds nothing stays away: else taking away what is not there would be a change. */
function setUnlessInvented<T extends object, K extends keyof T>(target: T, field: K, value: T[K] & object): void {
  if (target[field] != null || Object.keys(value).length > 0) target[field] = value;
}
