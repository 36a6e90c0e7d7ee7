import type { SandboxObject } from './json.js';
import type { StatusCause } from './status.js';

interface Listener {
  name: string;
  port: number;
  protocol: string;
  hostname?: string;
  tls?: { mode?: string; certificateRefs?: unknown[]; options?: object };
}

/** The Gateway CRD's own CEL rules about listeners, each under the message that it carries there. */
const listenerRules: readonly { message: string; holds(listener: Listener, all: readonly Listener[]): boolean }[] = [
  {
    message: "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
    holds: ({ protocol, tls }) => !['HTTP', 'TCP', 'UDP'].includes(protocol) || tls === undefined,
  },
  {
    message: 'tls mode must be Terminate for protocol HTTPS',
    holds: ({ protocol, tls }) =>
      protocol !== 'HTTPS' || tls === undefined || (tls.mode ?? 'Terminate') === 'Terminate',
  },
  {
    message: "hostname must not be specified for protocols ['TCP', 'UDP']",
    holds: ({ protocol, hostname }) => !['TCP', 'UDP'].includes(protocol) || !hostname,
  },
  {
    message: 'Listener name must be unique within the Gateway',
    holds: ({ name }, all) => all.filter((other) => other.name === name).length === 1,
  },
  {
    message: 'Combination of port, protocol and hostname must be unique for each listener',
    holds: ({ port, protocol, hostname }, all) =>
      all.filter((other) => other.port === port && other.protocol === protocol && other.hostname === hostname)
        .length === 1,
  },
];

export function gatewayRules(object: SandboxObject): StatusCause[] {
  const listeners: Listener[] = Array.isArray(object['spec']?.listeners) ? object['spec'].listeners : [];
  const broken = listenerRules
    .filter(({ holds }) => !listeners.every((listener) => holds(listener, listeners)))
    .map(({ message }) => ruleCause('spec.listeners', 'array', message));
  const bare = listeners.flatMap(({ tls }, at) => {
    const terminates = tls !== undefined && (tls.mode ?? 'Terminate') === 'Terminate';
    const empty = (tls?.certificateRefs ?? []).length === 0 && Object.keys(tls?.options ?? {}).length === 0;
    const message = 'certificateRefs or options must be specified when mode is Terminate';
    return terminates && empty ? [ruleCause(`spec.listeners[${at}].tls`, 'object', message)] : [];
  });
  return [...broken, ...bare];
}

function ruleCause(field: string, type: string, message: string): StatusCause {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: "${type}": ${message}` };
}
