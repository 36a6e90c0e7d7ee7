import type { ConditionFieldsFragment } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { ConditionBadge } from '../ui/badge.js';
import { Moment } from '../ui/moment.js';

export function Conditions({ conditions }: { conditions: readonly ConditionFieldsFragment[] }) {
  const t = useText().gateway;
  return (
    <section class="card" aria-labelledby="conditions-title">
      <h2 id="conditions-title">{t.conditions}</h2>
      {conditions.length === 0 ? (
        <p class="muted">{t.noConditions}</p>
      ) : (
        <div class="table-frame">
          <table class="table stack">
            <thead>
              <tr>
                <th scope="col">{t.condition}</th>
                <th scope="col">{t.status}</th>
                <th scope="col">{t.reason}</th>
                <th scope="col">{t.message}</th>
                <th scope="col">{t.since}</th>
              </tr>
            </thead>
            <tbody>
              {conditions.map(({ type, status, reason, message, lastTransitionAt }) => (
                <tr key={type}>
                  <th scope="row">{type}</th>
                  <td data-label={t.status}>
                    <ConditionBadge status={status} />
                  </td>
                  <td data-label={t.reason}>{reason}</td>
                  <td class="message" lang="en" data-label={message === '' ? undefined : t.message}>
                    {message}
                  </td>
                  <td data-label={t.since}>
                    <Moment at={lastTransitionAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
