import { useEffect, useMemo, useState } from 'preact/hooks';
import { useText } from '../i18n/language.js';
import { type Fault, localFaults } from './faults.js';
import type { FormFaults } from './form-context.js';
import type { FormState } from './form-state.js';
import type { Outcome } from './outcome.js';

/** Sends the form. A dry run tells what would come of it. */
export type Save = (form: FormState, dryRun: boolean) => Promise<Outcome>;

export type Check = { readonly kind: 'none' } | { readonly kind: 'checking' } | Outcome;

export interface CheckedForm {
  readonly form: FormState;
  setForm(form: FormState): void;
  readonly check: Check;
  readonly saving: boolean;
  /** Saves; answers the outcome, which for anything but done is shown too. */
  save(): Promise<Outcome | undefined>;
  readonly faults: FormFaults;
}

const typingMs = 350;

/**
 * A form that the server checks while one types, by dry runs: its rules, the cluster's admission and the caller's rights
 * all speak before anything is written.
 */
export function useCheckedForm(initial: FormState, save: Save): CheckedForm {
  const [form, setForm] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const { form: t } = useText();
  const local = useMemo(() => localFaults(form, t.local), [form, t]);
  const [check, setCheck] = useTrial(form, form !== initial && local.length === 0, save);

  const all: readonly Fault[] = local.length > 0 ? local : check.kind === 'faulty' ? check.faults : [];
  const faults: FormFaults = {
    faults: all,
    isShown: (path) => tried || touched.has(JSON.stringify(path)),
    touch: (path) => setTouched((before) => new Set(before).add(JSON.stringify(path))),
  };
  return {
    form,
    setForm,
    check: local.length > 0 ? { kind: 'faulty', faults: local } : check,
    saving,
    faults,
    async save() {
      setTried(true);
      if (local.length > 0) return undefined;
      setSaving(true);
      const outcome = await save(form, false);
      setSaving(false);
      setCheck(outcome);
      return outcome;
    },
  };
}

/** Tries the form out a moment after each change; the answer to an older state of it is dropped. */
function useTrial(form: FormState, wanted: boolean, save: Save): [Check, (check: Check) => void] {
  const [check, setCheck] = useState<Check>({ kind: 'none' });
  useEffect(() => {
    if (!wanted) return setCheck({ kind: 'none' });
    let current = true;
    const timer = setTimeout(async () => {
      setCheck((before) => (before.kind === 'faulty' ? before : { kind: 'checking' }));
      const outcome = await save(form, true);
      if (current) setCheck(outcome);
    }, typingMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [form, wanted, save]);
  return [check, setCheck];
}
