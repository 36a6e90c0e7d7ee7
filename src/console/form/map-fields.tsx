import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import type { FaultPath } from './faults.js';
import type { Pair } from './form-state.js';
import { TextInput } from './inputs.js';
import { without, withReplaced } from './list-edits.js';

interface MapFieldsProps {
  readonly legend: string;
  readonly hint?: string;
  readonly pairs: readonly Pair[];
  readonly onPairs: (pairs: readonly Pair[]) => void;
  readonly path: FaultPath;
}

/** Keys with their values, a row each. */
export function MapFields({ legend, hint, pairs, onPairs, path }: MapFieldsProps) {
  const t = useText().form;
  return (
    <fieldset class="rows">
      <legend>{legend}</legend>
      {hint && <p class="hint">{hint}</p>}
      {pairs.map(({ key, value, fixed }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: while it is typed, a key names nothing
        <div key={at} class="row pair">
          <TextInput
            bare
            label={t.key}
            fixed={fixed}
            placeholder={t.key}
            value={key}
            path={[...path, key]}
            onValue={(next) => onPairs(withReplaced(pairs, at, { key: next, value }))}
          />
          <TextInput
            bare
            label={t.valueOf(key)}
            fixed={fixed}
            placeholder={t.value}
            value={value}
            path={[...path, key, 'value']}
            onValue={(next) => onPairs(withReplaced(pairs, at, { key, value: next }))}
          />
          {fixed ? (
            <p class="hint">{t.fixed}</p>
          ) : (
            <button
              class="icon-button"
              type="button"
              aria-label={t.remove(key)}
              title={t.remove(key)}
              onClick={() => onPairs(without(pairs, at))}
            >
              <Icon name="cross" />
            </button>
          )}
        </div>
      ))}
      <button class="button small" type="button" onClick={() => onPairs([...pairs, { key: '', value: '' }])}>
        <Icon name="plus" />
        {t.add}
        <span class="visually-hidden">{legend}</span>
      </button>
    </fieldset>
  );
}
