import { useRef } from 'preact/hooks';
import type { GatewayOrderField, GatewayRowFragment } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { GatewayRow } from './gateway-row.js';
import type { ListQuery } from './list-query.js';
import { useRowWindow } from './use-row-window.js';

interface GatewaysTableProps {
  readonly rows: readonly GatewayRowFragment[];
  readonly query: ListQuery;
  readonly change: (change: Partial<ListQuery>) => void;
  readonly busy: boolean;
}

export function GatewaysTable({ rows, query, change, busy }: GatewaysTableProps) {
  const t = useText().gateways;
  const head = (field: GatewayOrderField, label: string, name: string) => (
    <SortableHead field={field} label={label} name={name} query={query} change={change} />
  );
  const body = useRef<HTMLTableSectionElement>(null);
  const { first, end, above, below, measure } = useRowWindow(rows.length, body);
  return (
    <div class="table-frame">
      <table class="table gateways" aria-label={t.title} aria-busy={busy} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {head('NAME', t.name, 'name')}
            <th scope="col" class="cluster minor">
              {t.cluster}
            </th>
            {head('NAMESPACE', t.namespace, 'namespace')}
            <th scope="col" class="class">
              {t.className}
            </th>
            <th scope="col" class="addresses-head">
              {t.addresses}
            </th>
            <th scope="col" class="listeners">
              {t.listeners}
            </th>
            <th scope="col" class="phase">
              {t.phase}
            </th>
            {head('CREATED_AT', t.created, 'created minor')}
          </tr>
        </thead>
        <tbody ref={body}>
          <Spacer key="above" height={above} />
          {rows.slice(first, end).map((row, at) => (
            <GatewayRow key={row.id} row={row} index={first + at} measure={measure} />
          ))}
          <Spacer key="below" height={below} />
        </tbody>
      </table>
    </div>
  );
}

/** Stands for rows that are not drawn. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <tr class="spacer" aria-hidden="true">
      <td colSpan={8} style={{ height }} />
    </tr>
  );
}

interface SortableHeadProps extends Pick<GatewaysTableProps, 'query' | 'change'> {
  readonly field: GatewayOrderField;
  readonly label: string;
  readonly name: string;
}

function SortableHead({ field, label, name, query, change }: SortableHeadProps) {
  const sorted = query.order === field;
  return (
    <th scope="col" class={name} aria-sort={sorted ? (query.descending ? 'descending' : 'ascending') : undefined}>
      <button
        type="button"
        class="sort"
        onClick={() => change({ order: field, descending: sorted && !query.descending })}
      >
        {label}
        {sorted && <Icon name={query.descending ? 'down' : 'up'} />}
      </button>
    </th>
  );
}
