import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import type { Fault } from './faults.js';
import type { CheckedForm } from './use-checked-form.js';

interface SaveBarProps {
  readonly checked: CheckedForm;
  readonly saveLabel: string;
  readonly onCancel: () => void;
}

/** The buttons, and what the server says of the form as it stands. */
export function SaveBar({ checked: { check, saving }, saveLabel, onCancel }: SaveBarProps) {
  const t = useText().form;
  return (
    <div class="save-bar">
      {check.kind === 'failed' && <ProblemNotice inForm problem={check.problem} />}
      <div class="save-line">
        <p class={`check ${check.kind}`} role="status">
          <CheckText check={check} />
        </p>
        <div class="actions">
          <button class="button" type="button" onClick={onCancel}>
            {t.cancel}
          </button>
          <button class="button primary" type="submit" disabled={saving} aria-busy={saving}>
            {saveLabel}
          </button>
        </div>
      </div>
    </div>
  );
}

function CheckText({ check }: { check: CheckedForm['check'] }) {
  const { form: t, written } = useText();
  switch (check.kind) {
    case 'none':
      return null;
    case 'checking':
      return <>{t.checking}</>;
    case 'done':
      return (
        <>
          <Icon name="check" />
          {check.written.length === 0
            ? t.nothingChanges
            : t.wouldWrite(check.written.map((one) => written[one]).join(' + '))}
        </>
      );
    case 'faulty':
      return (
        <>
          <Icon name="warning" />
          {t.faults(check.faults.length)} <FaultList faults={check.faults} />
        </>
      );
    case 'conflict':
    case 'failed':
      return (
        <>
          <Icon name="warning" />
          {check.kind === 'conflict' ? t.conflictShort : t.failedShort}
        </>
      );
    default:
      return check satisfies never;
  }
}

/** Each fault with the name of its field: some may be scrolled away. */
function FaultList({ faults }: { faults: readonly Fault[] }) {
  return <span class="muted">{faults.map(({ path }) => path.slice(1).join('.')).join(', ')}</span>;
}
