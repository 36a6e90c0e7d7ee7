import type { ListenerResource } from '../resources.js';
import type { AllowedRoutesInput, ListenerInput, ListenerTlsInput, SecretRefInput } from './input.js';

type CertificateRef = NonNullable<NonNullable<ListenerResource['tls']>['certificateRefs']>[number];

const tlsModes = { TERMINATE: 'Terminate', PASSTHROUGH: 'Passthrough' } as const;
const routeNamespaces = { ALL: 'All', SAME: 'Same', SELECTOR: 'Selector' } as const;

/**
 * The listeners that an input asks for. The list is whole; a listener of the same name lends whatever the input does
 * not mention, known to this schema or not. Nothing is invented: an omitted field of a new listener stays absent.
 */
export function applyListeners(
  inputs: readonly ListenerInput[],
  live: readonly ListenerResource[],
): ListenerResource[] {
  return inputs.map((input) =>
    applyListener(
      input,
      live.find((listener) => listener.name === input.name),
    ),
  );
}

function applyListener(input: ListenerInput, live: ListenerResource | undefined): ListenerResource {
  return merge<ListenerResource>(live, {
    name: input.name,
    port: input.port,
    protocol: input.protocol,
    hostname: input.hostname,
    tls: input.tls && applyTls(input.tls, live?.tls),
    allowedRoutes: input.allowedRoutes && applyAllowedRoutes(input.allowedRoutes, live?.allowedRoutes),
  });
}

function applyTls(input: ListenerTlsInput, live: ListenerResource['tls']): NonNullable<ListenerResource['tls']> {
  return merge<NonNullable<ListenerResource['tls']>>(live, {
    mode: input.mode && tlsModes[input.mode as keyof typeof tlsModes],
    certificateRefs: input.certificateRefs?.map(certificateRefFrom) ?? (input.certificateRefs as null | undefined),
    options: input.options,
  });
}

/** What is the cluster's default anyway is left unwritten. */
function certificateRefFrom({ namespace, name, group, kind }: SecretRefInput): CertificateRef {
  return {
    name,
    ...(namespace && { namespace }),
    ...(group && { group }),
    ...(kind && kind !== 'Secret' && { kind }),
  };
}

function applyAllowedRoutes(
  input: AllowedRoutesInput,
  live: ListenerResource['allowedRoutes'],
): NonNullable<ListenerResource['allowedRoutes']> {
  const from = input.from && routeNamespaces[input.from as keyof typeof routeNamespaces];
  // A selector belongs to `from: Selector` alone: choosing another form drops the one that was there.
  const selector = input.selector === undefined && from && from !== 'Selector' ? null : input.selector;
  const namespaces =
    from === undefined && selector === undefined ? undefined : merge(live?.namespaces, { from, selector });
  return merge<NonNullable<ListenerResource['allowedRoutes']>>(live, {
    namespaces,
    kinds:
      input.kinds?.map(({ group, kind }) => ({ ...(group != null && { group }), kind })) ??
      (input.kinds as null | undefined),
  });
}

/** Undefined: stays as it is. null: gone. Everything the patch does not name is carried over. */
function merge<T extends object>(live: T | undefined, patch: { [K in keyof T]?: T[K] | null | undefined } & object): T {
  const result: Record<string, unknown> = { ...live };
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete result[field];
    else if (value !== undefined) result[field] = value;
  }
  return result as T;
}
