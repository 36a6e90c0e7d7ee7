import type { InputFault } from '../../errors.js';
import { isDnsSubdomain, isListenerHostname } from '../names.js';
import type { AllowedRoutesInput, ListenerInput, ListenerTlsInput } from './listener-input.js';

const maxListeners = 64;
/** A core protocol, or an implementation's own as `domain/name`. */
const protocolPattern =
  /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9]+$/;

type Path = readonly (string | number)[];

/**
 * The rules of the Gateway API that need no cluster to check. `known`: listeners of the same name are there already, and
 * lend what is left out, so that only what is said can be at fault.
 */
export function listenerFaults(
  listeners: readonly ListenerInput[],
  path: Path,
  options: { known: boolean },
): InputFault[] {
  const faults: InputFault[] = [];
  if (listeners.length < 1 || listeners.length > maxListeners) {
    faults.push({
      path: [...path],
      message: `A Gateway has 1 to ${maxListeners} listeners; these are ${listeners.length}.`,
    });
  }
  for (const [at, listener] of listeners.entries()) faults.push(...oneListenerFaults(listener, [...path, at], options));
  // Listeners that are there lend their host names: whether two fall together is known once they are merged.
  return [
    ...faults,
    ...nameRepeatFaults(listeners, path),
    ...(options.known ? [] : placeRepeatFaults(listeners, path)),
  ];
}

function oneListenerFaults(listener: ListenerInput, path: Path, { known }: { known: boolean }): InputFault[] {
  const faults: InputFault[] = [];
  const fault = (field: string, message: string) => faults.push({ path: [...path, field], message });
  const { name, port, protocol, hostname, tls } = listener;
  if (!isDnsSubdomain(name))
    fault('name', `"${name}" is no listener name: use lower-case letters, digits, "-" and ".".`);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) fault('port', `port is ${port}; give 1 to 65535.`);
  if (!protocolPattern.test(protocol) || protocol.length > 255) {
    fault('protocol', `"${protocol}" is no protocol; use HTTP, HTTPS, TLS, TCP, UDP or one such as "example.com/bar".`);
  }
  if (hostname != null && !isListenerHostname(hostname)) {
    fault('hostname', `"${hostname}" is no host name; write one such as "a.com" or "*.a.com", in lower case.`);
  }
  if (hostname && (protocol === 'TCP' || protocol === 'UDP'))
    fault('hostname', `Protocol ${protocol} has no host names; leave hostname out.`);
  if (tls && ['HTTP', 'TCP', 'UDP'].includes(protocol))
    fault('tls', `Protocol ${protocol} has no TLS; leave tls out, or choose HTTPS or TLS.`);
  if (!known && !tls && (protocol === 'TLS' || protocol === 'HTTPS'))
    fault('tls', `Protocol ${protocol} needs tls; name its certificate there.`);
  if (tls) faults.push(...tlsFaults(tls, protocol, [...path, 'tls'], known));
  if (listener.allowedRoutes)
    faults.push(...allowedRoutesFaults(listener.allowedRoutes, [...path, 'allowedRoutes'], known));
  return faults;
}

function tlsFaults(tls: ListenerTlsInput, protocol: string, path: Path, known: boolean): InputFault[] {
  const faults: InputFault[] = [];
  if (tls.mode === 'OTHER')
    faults.push({
      path: [...path, 'mode'],
      message: 'OTHER only shows modes newer than this server; use TERMINATE or PASSTHROUGH.',
    });
  if (tls.mode === 'PASSTHROUGH' && protocol === 'HTTPS') {
    faults.push({
      path: [...path, 'mode'],
      message: 'HTTPS ends TLS at the gateway; use TERMINATE, or the protocol TLS.',
    });
  }
  const terminates = tls.mode == null || tls.mode === 'TERMINATE';
  const bare = (tls.certificateRefs ?? []).length === 0 && Object.keys(tls.options ?? {}).length === 0;
  if (terminates && bare && !(known && tls.certificateRefs === undefined)) {
    faults.push({
      path: [...path, 'certificateRefs'],
      message: 'TLS that ends at the gateway needs a certificate; name a Secret.',
    });
  }
  for (const [at, ref] of (tls.certificateRefs ?? []).entries()) {
    if (!isDnsSubdomain(ref.name))
      faults.push({
        path: [...path, 'certificateRefs', at, 'name'],
        message: `"${ref.name}" cannot be the name of an object.`,
      });
    if (ref.namespace && !isDnsSubdomain(ref.namespace)) {
      faults.push({
        path: [...path, 'certificateRefs', at, 'namespace'],
        message: `"${ref.namespace}" cannot be the name of a namespace.`,
      });
    }
  }
  return faults;
}

function allowedRoutesFaults({ from, selector }: AllowedRoutesInput, path: Path, known: boolean): InputFault[] {
  const faults: InputFault[] = [];
  if (from === 'OTHER')
    faults.push({
      path: [...path, 'from'],
      message: 'OTHER only shows forms newer than this server; use ALL, SAME or SELECTOR.',
    });
  if (selector != null && !isLabelSelectorObject(selector)) {
    faults.push({
      path: [...path, 'selector'],
      message: 'Give a LabelSelector: an object with matchLabels, matchExpressions or both.',
    });
  }
  if (from === 'SELECTOR' && selector == null && !(known && selector === undefined)) {
    faults.push({ path: [...path, 'selector'], message: 'SELECTOR needs a selector.' });
  }
  if (selector != null && from != null && from !== 'SELECTOR') {
    faults.push({
      path: [...path, 'selector'],
      message: `A selector goes with from: SELECTOR; with ${from} leave it out.`,
    });
  }
  return faults;
}

function isLabelSelectorObject(selector: unknown): boolean {
  if (typeof selector !== 'object' || selector === null || Array.isArray(selector)) return false;
  const { matchLabels = {}, matchExpressions = [], ...rest } = selector as Record<string, unknown>;
  return Object.keys(rest).length === 0 && isStringMap(matchLabels) && isExpressionList(matchExpressions);
}

function isStringMap(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((member) => typeof member === 'string');
}

const selectorOperators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

function isExpressionList(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  return value.every((one) => {
    const { key, operator, values = [] } = (one ?? {}) as Record<string, unknown>;
    if (typeof key !== 'string' || !selectorOperators.includes(String(operator)) || !Array.isArray(values))
      return false;
    return values.every((text) => typeof text === 'string');
  });
}

function nameRepeatFaults(listeners: readonly ListenerInput[], path: Path): InputFault[] {
  return repeatsOf(listeners, ({ name }) => name).map(([first, at]) => ({
    path: [...path, at, 'name'],
    message: `Listeners ${first} and ${at} are both named "${listeners[at]?.name}"; rename one.`,
  }));
}

/** Port, protocol and host name together are unique in a Gateway. */
export function placeRepeatFaults(
  listeners: readonly { port: number; protocol: string; hostname?: string | null | undefined }[],
  path: Path,
): InputFault[] {
  const placeOf = ({ port, protocol, hostname }: (typeof listeners)[number]) =>
    JSON.stringify([port, protocol, hostname ?? '']);
  return repeatsOf(listeners, placeOf).map(([first, at]) => ({
    path: [...path, at, 'port'],
    message: `Listeners ${first} and ${at} have the same port, protocol and host name; change one.`,
  }));
}

/** Each entry whose key an earlier one has, beside the first of that key. */
function repeatsOf<T>(entries: readonly T[], keyOf: (entry: T) => string): [first: number, at: number][] {
  const firsts = new Map<string, number>();
  return entries.flatMap((entry, at) => {
    const key = keyOf(entry);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, at);
    return first === undefined ? [] : [[first, at] as [number, number]];
  });
}
