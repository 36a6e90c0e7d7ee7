import type {
  AlbSettingsInput,
  CreateGatewayInput,
  ListenerInput,
  ListenerTlsInput,
  ResourceListInput,
  UpdateGatewayInput,
} from '../gql/graphql.js';
import {
  type AlbForm,
  type Amounts,
  type FormState,
  isSame,
  type ListenerState,
  type Opened,
  type Pair,
} from './form-state.js';

/** What the form says; what it leaves empty is left to the defaults of server and cluster. */
export function createInputFrom(form: FormState, cluster: string): CreateGatewayInput {
  const { namespace, name, className, labels, annotations, listeners, alb } = form;
  return {
    ...(cluster && { cluster }),
    namespace,
    name,
    ...(className && { gatewayClassName: className }),
    ...(labels.length > 0 && { labels: mapFrom(labels) }),
    ...(annotations.length > 0 && { annotations: mapFrom(annotations) }),
    listeners: listeners.map((listener) => listenerInputFrom(listener, undefined)),
    ...(alb && !isSame(alb, emptyAlb) && { alb: albChanges(emptyAlb, alb) }),
  };
}

/** Only what is not as it was: a member that was emptied is null, back to its default. */
export function updateInputFrom(
  { cluster, generation, albGeneration, form: before }: Opened,
  form: FormState,
): UpdateGatewayInput {
  const { namespace, name } = before;
  const alb = before.alb && form.alb && !isSame(before.alb, form.alb) ? albChanges(before.alb, form.alb) : undefined;
  return {
    cluster,
    namespace,
    name,
    generation,
    ...(alb && { alb, albGeneration }),
    ...(!isSame(before.labels, form.labels) && { labels: mapFrom(form.labels) }),
    ...(!isSame(before.annotations, form.annotations) && { annotations: mapFrom(form.annotations) }),
    ...(!isSame(before.listeners, form.listeners) && {
      listeners: form.listeners.map((listener) =>
        listenerInputFrom(
          listener,
          before.listeners.find(({ name }) => name === listener.name),
        ),
      ),
    }),
  };
}

const emptyAlb: AlbForm = {
  addresses: [],
  annotations: [],
  replicas: '',
  limits: { cpu: '', memory: '' },
  requests: { cpu: '', memory: '' },
};

/** `before`: the listener of that name as it is. It lends what is left out, so only changes are said. */
function listenerInputFrom(listener: ListenerState, before: ListenerState | undefined): ListenerInput {
  const { name, port, protocol, hostname, tlsMode, certificates, from, selector } = listener;
  const tlsChanged = tlsMode !== (before?.tlsMode ?? '') || certificates !== (before?.certificates ?? '');
  const routesChanged = from !== (before?.from ?? '') || selector !== (before?.selector ?? '');
  return {
    name,
    port: Number(port),
    protocol,
    ...(hostname !== (before?.hostname ?? '') && { hostname: hostname || null }),
    ...(tlsChanged && { tls: tlsFrom(listener) }),
    ...(routesChanged && {
      allowedRoutes: { from: from || null, selector: selector === '' ? null : JSON.parse(selector) },
    }),
  };
}

function tlsFrom({ tlsMode, certificates, knownRefs }: ListenerState): ListenerTlsInput | null {
  const names = textsFrom(certificates);
  if (tlsMode === '' && names.length === 0) return null;
  return {
    ...(tlsMode && { mode: tlsMode }),
    certificateRefs: names.map((text) => {
      const [name = '', namespace] = text.split('/').reverse();
      const known = knownRefs.find((ref) => ref.name === name && (namespace ?? ref.namespace) === ref.namespace);
      return known ?? { name, ...(namespace && { namespace }) };
    }),
  };
}

function albChanges(before: AlbForm, after: AlbForm): AlbSettingsInput {
  const limits = amountChanges(before.limits, after.limits);
  const requests = amountChanges(before.requests, after.requests);
  return {
    ...(!isSame(before.addresses, after.addresses) && { addresses: after.addresses }),
    ...(!isSame(before.annotations, after.annotations) && { lbSvcAnnotations: mapFrom(after.annotations) }),
    ...(before.replicas !== after.replicas && { replicas: after.replicas === '' ? null : Number(after.replicas) }),
    ...((limits || requests) && { resources: { ...(limits && { limits }), ...(requests && { requests }) } }),
  };
}

function amountChanges(before: Amounts, after: Amounts): ResourceListInput | undefined {
  if (isSame(before, after)) return undefined;
  return {
    ...(before.cpu !== after.cpu && { cpu: after.cpu || null }),
    ...(before.memory !== after.memory && { memory: after.memory || null }),
  };
}

function mapFrom(pairs: readonly Pair[]): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}

function textsFrom(list: string): readonly string[] {
  return list
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
