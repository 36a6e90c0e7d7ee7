import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { AlbFields } from './alb-fields.js';
import './form.css';
import { FormContext } from './form-context.js';
import { newListener } from './form-state.js';
import { without, withReplaced } from './list-edits.js';
import { ListenerFields } from './listener-fields.js';
import { MapFields } from './map-fields.js';
import { SaveBar } from './save-bar.js';
import type { CheckedForm } from './use-checked-form.js';

interface GatewayFormProps {
  readonly checked: CheckedForm;
  readonly saveLabel: string;
  readonly onSave: () => Promise<void>;
  readonly onCancel: () => void;
  /** What stands above the listeners: who it is, for a new one. */
  readonly head?: ComponentChildren;
}

/** The parts that a new gateway and one that is changed have in common. */
export function GatewayForm({ checked, saveLabel, onSave, onCancel, head }: GatewayFormProps) {
  const { form, setForm, faults } = checked;
  const t = useText().form;
  const element = useRef<HTMLFormElement>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    await onSave();
    // Once the faults are drawn, the first of them takes the focus.
    requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  };
  return (
    <FormContext.Provider value={faults}>
      <form ref={element} class="gateway-form" noValidate onSubmit={submit}>
        {head}
        <Listeners checked={checked} />
        {form.alb && <AlbFields alb={form.alb} onAlb={(alb) => setForm({ ...form, alb })} />}
        <section class="card form-section" aria-labelledby="metadata-title">
          <h2 id="metadata-title">{t.metadata}</h2>
          <MapFields
            legend={t.labels}
            pairs={form.labels}
            path={['input', 'labels']}
            onPairs={(labels) => setForm({ ...form, labels })}
          />
          <MapFields
            legend={t.annotations}
            pairs={form.annotations}
            path={['input', 'annotations']}
            onPairs={(annotations) => setForm({ ...form, annotations })}
          />
        </section>
        <SaveBar checked={checked} saveLabel={saveLabel} onCancel={onCancel} />
      </form>
    </FormContext.Provider>
  );
}

function Listeners({ checked: { form, setForm } }: { checked: CheckedForm }) {
  const t = useText().form;
  const { listeners } = form;
  const set = (next: typeof listeners) => setForm({ ...form, listeners: next });
  return (
    <section class="card form-section" aria-labelledby="listeners-title">
      <h2 id="listeners-title">{t.listeners}</h2>
      {listeners.map((listener, at) => (
        <ListenerFields
          // biome-ignore lint/suspicious/noArrayIndexKey: while it is typed, a name names nothing
          key={at}
          at={at}
          listener={listener}
          onListener={(next) => set(withReplaced(listeners, at, next))}
          onRemove={listeners.length > 1 ? () => set(without(listeners, at)) : undefined}
        />
      ))}
      <button class="button small" type="button" onClick={() => set([...listeners, following(listeners.length)])}>
        <Icon name="plus" />
        {t.addListener}
      </button>
    </section>
  );
}

/** Another name and port than the ones before, so that it is no fault from the start. */
function following(count: number): typeof newListener {
  return { ...newListener, name: `http-${count + 1}`, port: String(8_080 + count) };
}
