import type { RouteNamespaces, TlsMode } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import type { ListenerState } from './form-state.js';
import { SelectInput, TextInput } from './inputs.js';

interface ListenerFieldsProps {
  readonly at: number;
  readonly listener: ListenerState;
  readonly onListener: (listener: ListenerState) => void;
  /** Undefined for the only one: a gateway has at least one. */
  readonly onRemove: (() => void) | undefined;
}

const protocols = ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP'];

export function ListenerFields({ at, listener, onListener, onRemove }: ListenerFieldsProps) {
  const t = useText().form;
  const { name, port, protocol, hostname, from, selector } = listener;
  const path = (...more: string[]) => ['input', 'listeners', at, ...more];
  const set = (change: Partial<ListenerState>) => onListener({ ...listener, ...change });
  const nameless = isNameless(protocol);
  return (
    <fieldset class="listener">
      <legend>{name === '' ? t.listenerAt(at + 1) : name}</legend>
      <div class="listener-grid">
        <TextInput label={t.name} value={name} path={path('name')} required onValue={(next) => set({ name: next })} />
        <SelectInput
          label={t.protocol}
          value={protocol}
          path={path('protocol')}
          options={[...new Set([...protocols, protocol])].map((one) => [one, one])}
          onValue={(next) => set(withProtocol(listener, next))}
        />
        <TextInput
          label={t.port}
          value={port}
          path={path('port')}
          numeric
          required
          onValue={(next) => set({ port: next.trim() })}
        />
        {(!nameless || hostname !== '') && (
          <TextInput
            label={t.hostname}
            value={hostname}
            path={path('hostname')}
            placeholder={t.anyHostname}
            onValue={(next) => set({ hostname: next.trim() })}
          />
        )}
        <TlsFields listener={listener} path={path('tls')} set={set} />
        <SelectInput<RouteNamespaces | ''>
          label={t.routes}
          value={from}
          path={path('allowedRoutes', 'from')}
          options={(['SAME', 'ALL', 'SELECTOR', ...(from === 'OTHER' ? ['OTHER' as const] : [])] as const).map(
            (one) => [one, t.routesFrom[one]],
          )}
          onValue={(next) => set({ from: next, selector: next === 'SELECTOR' ? selector : '' })}
        />
        {from === 'SELECTOR' && (
          <TextInput
            label={t.selector}
            value={selector}
            path={path('allowedRoutes', 'selector')}
            placeholder='{"matchLabels":{"team":"a"}}'
            onValue={(next) => set({ selector: next })}
          />
        )}
      </div>
      {onRemove && (
        <button class="icon-button" type="button" aria-label={t.remove(name)} title={t.remove(name)} onClick={onRemove}>
          <Icon name="trash" />
        </button>
      )}
    </fieldset>
  );
}

function isNameless(protocol: string): boolean {
  return protocol === 'TCP' || protocol === 'UDP';
}

/** TLS and host name go where the protocol has none, and come with a sensible mode where it does. */
function withProtocol({ tlsMode, hostname }: ListenerState, protocol: string): Partial<ListenerState> {
  if (protocol === 'HTTPS' || protocol === 'TLS') return { protocol, tlsMode: tlsMode || 'TERMINATE' };
  return { protocol, tlsMode: '', certificates: '', hostname: isNameless(protocol) ? '' : hostname };
}

interface TlsFieldsProps {
  readonly listener: ListenerState;
  readonly path: readonly (string | number)[];
  readonly set: (change: Partial<ListenerState>) => void;
}

function TlsFields({ listener: { protocol, tlsMode, certificates }, path, set }: TlsFieldsProps) {
  const t = useText().form;
  if (tlsMode === '' && protocol !== 'HTTPS' && protocol !== 'TLS') return null;
  const modes: readonly TlsMode[] = ['TERMINATE', 'PASSTHROUGH', ...(tlsMode === 'OTHER' ? ['OTHER' as const] : [])];
  return (
    <>
      <SelectInput<TlsMode | ''>
        label={t.tlsMode}
        value={tlsMode}
        path={[...path, 'mode']}
        options={modes.map((mode) => [mode, t.tlsModes[mode]])}
        onValue={(next) => set({ tlsMode: next })}
      />
      {tlsMode !== 'PASSTHROUGH' && (
        <TextInput
          label={t.certificates}
          value={certificates}
          path={[...path, 'certificateRefs']}
          below
          placeholder="secret-name"
          hint={t.certificatesHint}
          onValue={(next) => set({ certificates: next })}
        />
      )}
    </>
  );
}
