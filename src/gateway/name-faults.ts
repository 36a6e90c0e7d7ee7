import type { InputFault } from '../errors.js';
import { isDnsLabel, isDnsSubdomain } from './names.js';

/** Names that no Kubernetes object can have never become part of a request. */
export function objectNameFaults({ namespace, name }: { namespace?: string; name: string }): InputFault[] {
  const faults: InputFault[] = [];
  if (namespace !== undefined) faults.push(...namespaceFaults(namespace));
  if (!isDnsSubdomain(name)) {
    faults.push({
      path: ['name'],
      message: `"${name}" cannot be the name of an object: use lower-case letters, digits, "-" and ".", 253 characters at most.`,
    });
  }
  return faults;
}

/** Absent: the whole cluster, which is no fault. */
export function namespaceFaults(namespace: string | null | undefined): InputFault[] {
  if (namespace == null || isDnsLabel(namespace)) return [];
  return [
    {
      path: ['namespace'],
      message: `"${namespace}" cannot be the name of a namespace: use lower-case letters, digits and "-", 63 characters at most.`,
    },
  ];
}
