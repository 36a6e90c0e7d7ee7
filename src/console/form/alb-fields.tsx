import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import type { AlbForm, Amounts } from './form-state.js';
import { TextInput } from './inputs.js';
import { without, withReplaced } from './list-edits.js';
import { MapFields } from './map-fields.js';

interface AlbFieldsProps {
  readonly alb: AlbForm;
  readonly onAlb: (alb: AlbForm) => void;
}

/** The load balancer of a standalone gateway. */
export function AlbFields({ alb, onAlb }: AlbFieldsProps) {
  const t = useText().form;
  const set = (change: Partial<AlbForm>) => onAlb({ ...alb, ...change });
  return (
    <section class="card form-section" aria-labelledby="alb-title">
      <h2 id="alb-title">{t.alb}</h2>
      <p class="hint">{t.albHint}</p>
      <Addresses addresses={alb.addresses} onAddresses={(addresses) => set({ addresses })} />
      <fieldset class="rows">
        <legend>{t.resources}</legend>
        <p class="hint">{t.resourcesHint}</p>
        <div class="resource-grid">
          <AmountFields part="requests" amounts={alb.requests} onAmounts={(requests) => set({ requests })} />
          <AmountFields part="limits" amounts={alb.limits} onAmounts={(limits) => set({ limits })} />
          <TextInput
            label={t.replicas}
            value={alb.replicas}
            path={['input', 'alb', 'replicas']}
            numeric
            placeholder="3"
            onValue={(replicas) => set({ replicas: replicas.trim() })}
          />
        </div>
      </fieldset>
      <MapFields
        legend={t.lbSvcAnnotations}
        pairs={alb.annotations}
        path={['input', 'alb', 'lbSvcAnnotations']}
        onPairs={(annotations) => set({ annotations })}
      />
    </section>
  );
}

interface AddressesProps {
  readonly addresses: readonly string[];
  readonly onAddresses: (addresses: readonly string[]) => void;
}

function Addresses({ addresses, onAddresses }: AddressesProps) {
  const t = useText().form;
  return (
    <fieldset class="rows">
      <legend>{t.addresses}</legend>
      <p class="hint">{t.addressesHint}</p>
      {addresses.map((address, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: while it is typed, an address names nothing
        <div key={at} class="row">
          <TextInput
            bare
            label={t.addressAt(at + 1)}
            value={address}
            path={['input', 'alb', 'addresses', at]}
            onValue={(next) => onAddresses(withReplaced(addresses, at, next.trim()))}
          />
          <button
            class="icon-button"
            type="button"
            aria-label={t.remove(address)}
            title={t.remove(address)}
            onClick={() => onAddresses(without(addresses, at))}
          >
            <Icon name="cross" />
          </button>
        </div>
      ))}
      <button class="button small" type="button" onClick={() => onAddresses([...addresses, ''])}>
        <Icon name="plus" />
        {t.addAddress}
      </button>
    </fieldset>
  );
}

interface AmountFieldsProps {
  readonly part: 'limits' | 'requests';
  readonly amounts: Amounts;
  readonly onAmounts: (amounts: Amounts) => void;
}

function AmountFields({ part, amounts, onAmounts }: AmountFieldsProps) {
  const t = useText().form;
  return (
    <>
      <TextInput
        label={t.amounts[part].cpu}
        value={amounts.cpu}
        path={['input', 'alb', 'resources', part, 'cpu']}
        placeholder="200m"
        onValue={(cpu) => onAmounts({ ...amounts, cpu: cpu.trim() })}
      />
      <TextInput
        label={t.amounts[part].memory}
        value={amounts.memory}
        path={['input', 'alb', 'resources', part, 'memory']}
        placeholder="256Mi"
        onValue={(memory) => onAmounts({ ...amounts, memory: memory.trim() })}
      />
    </>
  );
}
