import { useState } from 'preact/hooks';
import { GatewayForFormDocument } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { useApi } from '../session/session.js';
import { Icon } from '../ui/icon.js';
import { type FormState, isSame, type Opened, openedFrom } from './form-state.js';
import { type Difference, differences, merge } from './merge.js';

interface ConflictNoticeProps {
  readonly opened: Opened;
  readonly mine: FormState;
  readonly onSettled: (draft: { opened: Opened; form: FormState }) => void;
}

/** The gateway is not what it was when the form was opened: take what is there, or compare and keep one's own changes. */
export function ConflictNotice({ opened, mine, onSettled }: ConflictNoticeProps) {
  const api = useApi();
  const t = useText().form;
  const [latest, setLatest] = useState<Opened>();
  const read = async (then: (now: Opened) => void) => {
    const { cluster, form } = opened;
    const variables = { cluster, namespace: form.namespace, name: form.name };
    const { data } = await api.client.query(GatewayForFormDocument, variables).toPromise();
    if (data?.gateway) then(openedFrom(data.gateway));
  };
  return (
    <div class="notice bad conflict" role="alert" data-code="CONFLICT">
      <h2>
        <Icon name="warning" />
        {t.conflict}
      </h2>
      <p>{t.conflictAdvice}</p>
      {latest && <Comparison list={differences(opened.form, latest.form, mine)} />}
      <div class="actions">
        <button class="button" type="button" onClick={() => read((now) => onSettled({ opened: now, form: now.form }))}>
          {t.reload}
        </button>
        {latest === undefined ? (
          <button class="button" type="button" onClick={() => read(setLatest)}>
            {t.compare}
          </button>
        ) : (
          <button
            class="button primary"
            type="button"
            onClick={() => onSettled({ opened: latest, form: merge(opened.form, latest.form, mine) })}
          >
            {t.keepMine}
          </button>
        )}
      </div>
    </div>
  );
}

function Comparison({ list }: { list: readonly Difference[] }) {
  const t = useText().form;
  return (
    <div class="table-frame">
      <table class="table comparison" aria-label={t.compare}>
        <thead>
          <tr>
            <th scope="col">{t.part}</th>
            <th scope="col">{t.whenOpened}</th>
            <th scope="col">{t.now}</th>
            <th scope="col">{t.yours}</th>
          </tr>
        </thead>
        <tbody>
          {list.map(({ part, opened, latest, mine }) => (
            <tr key={part}>
              <th scope="row">{part}</th>
              <Value value={opened} changed={false} />
              <Value value={latest} changed={!isSame(latest, opened)} />
              <Value value={mine} changed={!isSame(mine, opened)} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ value, changed }: { value: unknown; changed: boolean }) {
  return (
    <td class={changed ? 'changed' : undefined}>
      <code>{textOf(value)}</code>
    </td>
  );
}

/** What is said, without what is not. */
function textOf(value: unknown): string {
  if (value === undefined) return '–';
  if (typeof value === 'string') return value === '' ? '–' : value;
  if (Array.isArray(value)) return value.map(textOf).join('\n') || '–';
  const entries = Object.entries(value as object).filter(([key, one]) => key !== 'knownRefs' && one !== '');
  if ('key' in (value as object)) return entries.map(([, one]) => String(one)).join(' = ');
  return entries.map(([key, one]) => `${key}: ${String(one)}`).join('\n') || '–';
}
