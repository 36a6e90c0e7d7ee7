import type { EventFieldsFragment } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { Badge } from '../ui/badge.js';
import { Moment } from '../ui/moment.js';

interface EventsTableProps {
  readonly events: readonly EventFieldsFragment[];
  /** The caller may not read events. */
  readonly refused: boolean;
}

export function EventsTable({ events, refused }: EventsTableProps) {
  const t = useText().gateway;
  if (events.length === 0) return <p class="muted">{refused ? t.eventsRefused : t.noEvents}</p>;
  return (
    <div class="table-frame">
      <table class="table stack">
        <thead>
          <tr>
            <th scope="col">{t.lastSeen}</th>
            <th scope="col">{t.type}</th>
            <th scope="col">{t.reason}</th>
            <th scope="col">{t.message}</th>
            <th scope="col">{t.regarding}</th>
            <th scope="col" class="number">
              {t.times}
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map(({ type, reason, message, count, lastSeenAt, regarding }) => (
            <tr key={`${regarding} ${reason} ${message}`}>
              <td data-label={t.lastSeen}>
                <Moment at={lastSeenAt} />
              </td>
              <td data-label={t.type}>
                <Badge tone={type === 'Normal' ? 'quiet' : 'warn'} text={type} />
              </td>
              <td data-label={t.reason}>{reason}</td>
              <td class="message" lang="en" data-label={t.message}>
                {message}
              </td>
              <td data-label={t.regarding}>{regarding}</td>
              <td class="number" data-label={t.times}>
                {count}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
