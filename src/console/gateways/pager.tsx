import type { GatewaysQuery } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { type ListQuery, pageSizes } from './list-query.js';

interface PagerProps {
  readonly page: NonNullable<GatewaysQuery['gateways']>;
  readonly query: ListQuery;
  readonly change: (change: Partial<ListQuery>) => void;
}

/** Back and forth by cursors, which stay right while gateways come and go. */
export function Pager({ page: { pageInfo, nodes, totalCount }, query, change }: PagerProps) {
  const t = useText().gateways;
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = pageInfo;
  if (totalCount === 0) return null;
  return (
    <nav class="pager" aria-label={t.pages}>
      <span class="muted">{t.shown(nodes.length, totalCount)}</span>
      <label>
        {t.perPage}
        <select value={query.size} onChange={(event) => change({ size: Number(event.currentTarget.value) })}>
          {pageSizes.map((size) => (
            <option key={size} value={size}>
              {size}
            </option>
          ))}
        </select>
      </label>
      <button
        class="button"
        type="button"
        disabled={!hasPreviousPage}
        onClick={() => change({ before: startCursor ?? '' })}
      >
        <Icon name="left" />
        {t.previous}
      </button>
      <button class="button" type="button" disabled={!hasNextPage} onClick={() => change({ after: endCursor ?? '' })}>
        {t.next}
        <Icon name="right" />
      </button>
    </nav>
  );
}
