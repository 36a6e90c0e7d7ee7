import { Field } from '../ui/field.js';
import type { FaultPath } from './faults.js';
import { useFault } from './form-context.js';

interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** The input field of the API that it fills: its faults are shown here. */
  readonly path: FaultPath;
  /** Faults inside the field, such as one of several references, are shown here too. */
  readonly below?: boolean;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly suggestions?: readonly string[];
  readonly numeric?: boolean;
  readonly required?: boolean;
  /** Its label is for screen readers alone. */
  readonly bare?: boolean;
  /** To be read, not changed. */
  readonly fixed?: boolean | undefined;
}

export function TextInput(props: TextInputProps) {
  const { label, value, onValue, path, below, hint, placeholder, suggestions, numeric, required, bare, fixed } = props;
  const { fault, onBlur } = useFault(path, below);
  return (
    <Field label={label} hint={hint} fault={fault} bare={bare ?? false}>
      {(attributes) => (
        <>
          <input
            {...attributes}
            value={value}
            placeholder={placeholder}
            inputMode={numeric ? 'numeric' : undefined}
            aria-required={required}
            readOnly={fixed}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            list={suggestions && `${attributes.id}-list`}
            onBlur={onBlur}
            onInput={({ currentTarget }) => onValue(currentTarget.value)}
          />
          {suggestions && (
            <datalist id={`${attributes.id}-list`}>
              {suggestions.map((text) => (
                <option key={text} value={text} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}

interface SelectInputProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly onValue: (value: Value) => void;
  readonly path: FaultPath;
  readonly hint?: string;
}

export function SelectInput<Value extends string>({
  label,
  value,
  options,
  onValue,
  path,
  hint,
}: SelectInputProps<Value>) {
  const { fault, onBlur } = useFault(path);
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(attributes) => (
        <select
          {...attributes}
          value={value}
          onBlur={onBlur}
          onChange={({ currentTarget }) => {
            const chosen = options[currentTarget.selectedIndex];
            if (chosen !== undefined) onValue(chosen[0]);
          }}
        >
          {options.map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
