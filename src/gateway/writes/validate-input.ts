import type { InputFault } from '../../errors.js';
import { isAnnotationKey, isDnsLabel, isDnsSubdomain, isLabelKey, isLabelValue } from '../names.js';
import type { GatewaySettings } from '../settings.js';
import { albSettingsFaults, amountFaults } from './alb-settings-faults.js';
import type { CreateGatewayInput, DeleteGatewayInput, DeleteOrphanedAlbInput, UpdateGatewayInput } from './input.js';
import { listenerFaults } from './listener-faults.js';
import { resourcesForCreate } from './manifests-for-create.js';
import { isProtectedKey } from './protected-keys.js';

/** All faults of a create that the input alone shows. */
export function createFaults(input: CreateGatewayInput, settings: GatewaySettings): InputFault[] {
  return [
    ...targetFaults(input),
    ...(input.gatewayClassName == null ? [] : nameFaults(input.gatewayClassName, 'gatewayClassName')),
    ...mapFaults(input.labels, 'labels'),
    ...mapFaults(input.annotations, 'annotations'),
    ...protectedFaults(input.labels, 'labels', settings),
    ...protectedFaults(input.annotations, 'annotations', settings),
    ...listenerFaults(input.listeners, ['input', 'listeners'], { known: false }),
    ...albSettingsFaults(input.alb, ['input', 'alb']),
    ...amountFaults(resourcesForCreate(input), ['input', 'alb', 'resources']),
  ];
}

/** All faults of an update that the input alone shows; those against what is there are found when it is planned. */
export function updateFaults(input: UpdateGatewayInput): InputFault[] {
  const faults = [
    ...targetFaults(input),
    ...mapFaults(input.labels, 'labels'),
    ...mapFaults(input.annotations, 'annotations'),
    ...albSettingsFaults(input.alb, ['input', 'alb']),
  ];
  if (input.listeners === null) {
    faults.push({
      path: ['input', 'listeners'],
      message: 'A Gateway needs at least one listener; leave listeners out to keep them.',
    });
  }
  if (input.alb === null) {
    faults.push({
      path: ['input', 'alb'],
      message: 'An ALB cannot be taken away; leave alb out, or set its single settings to null.',
    });
  }
  if (input.listeners) faults.push(...listenerFaults(input.listeners, ['input', 'listeners'], { known: true }));
  return faults;
}

export function deleteFaults(input: DeleteGatewayInput): InputFault[] {
  return targetFaults(input);
}

export function deleteOrphanedAlbFaults(input: DeleteOrphanedAlbInput): InputFault[] {
  return targetFaults(input);
}

function targetFaults({ namespace, name }: { namespace: string; name: string }): InputFault[] {
  const faults = nameFaults(name, 'name');
  if (!isDnsLabel(namespace)) {
    faults.unshift({
      path: ['input', 'namespace'],
      message: `"${namespace}" cannot be the name of a namespace: use lower-case letters, digits and "-", 63 characters at most.`,
    });
  }
  return faults;
}

function nameFaults(name: string, field: string): InputFault[] {
  if (isDnsSubdomain(name)) return [];
  return [
    {
      path: ['input', field],
      message: `"${name}" cannot be the name of an object: use lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit, 253 characters at most.`,
    },
  ];
}

/** 256 KiB of annotations is what the API takes. */
const maxAnnotationBytes = 256 * 1024;

function mapFaults(
  map: Readonly<Record<string, string>> | null | undefined,
  field: 'labels' | 'annotations',
): InputFault[] {
  const entries = Object.entries(map ?? {});
  const faults: InputFault[] = [];
  for (const [key, value] of entries) {
    const path = ['input', field, key];
    // Kubernetes compares the prefix of an annotation's key without case, that of a label's strictly.
    if (!(field === 'annotations' ? isAnnotationKey(key) : isLabelKey(key)))
      faults.push({
        path,
        message: `"${key}" is no key of ${field}: write [prefix/]name, the name of at most 63 letters, digits, "-", "_" and ".".`,
      });
    if (field === 'labels' && !isLabelValue(value)) {
      faults.push({
        path,
        message: `"${value}" is no label value: letters, digits, "-", "_" and ".", 63 characters at most.`,
      });
    }
  }
  const bytes = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (field === 'annotations' && bytes > maxAnnotationBytes) {
    faults.push({
      path: ['input', field],
      message: `Annotations are ${bytes} bytes together; ${maxAnnotationBytes} is the most.`,
    });
  }
  return faults;
}

function protectedFaults(
  map: Readonly<Record<string, string>> | null | undefined,
  field: string,
  settings: GatewaySettings,
): InputFault[] {
  return Object.keys(map ?? {})
    .filter((key) => isProtectedKey(key, settings))
    .map((key) => ({
      path: ['input', field, key],
      message: `"${key}" ties a gateway to its load balancer and is set by this server; leave it out.`,
    }));
}
