import type { InputFault } from '../errors.js';
import type { AllowedRoutesInput, ListenerInput, ListenerTlsInput } from './listener-input.js';
import { isDnsSubdomain, isListenerHostname } from './names.js';

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
  return [...faults, ...repeatFaults(listeners, path)];
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
  if (hostname && !isListenerHostname(hostname)) {
    fault('hostname', `"${hostname}" is no host name; write one such as "a.com" or "*.a.com", in lower case.`);
  }
  if (hostname && (protocol === 'TCP' || protocol === 'UDP'))
    fault('hostname', `A ${protocol} listener has no host name; leave it out.`);
  if (tls && ['HTTP', 'TCP', 'UDP'].includes(protocol))
    fault('tls', `A ${protocol} listener has no TLS; leave tls out, or choose HTTPS or TLS.`);
  if (!known && !tls && (protocol === 'TLS' || protocol === 'HTTPS'))
    fault('tls', `A ${protocol} listener needs tls; name its certificate there.`);
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
  return Object.keys(selector).every((key) => key === 'matchLabels' || key === 'matchExpressions');
}

/** Names are unique, and so are port, protocol and host name together. */
function repeatFaults(listeners: readonly ListenerInput[], path: Path): InputFault[] {
  const faults: InputFault[] = [];
  const names = new Map<string, number>();
  const places = new Map<string, number>();
  for (const [at, { name, port, protocol, hostname }] of listeners.entries()) {
    const place = JSON.stringify([port, protocol, hostname ?? '']);
    const sameName = names.get(name);
    const samePlace = places.get(place);
    if (sameName !== undefined)
      faults.push({
        path: [...path, at, 'name'],
        message: `Listeners ${sameName} and ${at} are both named "${name}"; rename one.`,
      });
    if (samePlace !== undefined) {
      faults.push({
        path: [...path, at, 'port'],
        message: `Listeners ${samePlace} and ${at} have the same port, protocol and host name; change one.`,
      });
    }
    names.set(name, sameName ?? at);
    places.set(place, samePlace ?? at);
  }
  return faults;
}
