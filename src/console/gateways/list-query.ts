import type { GatewayOrderField, GatewaysQueryVariables, ProvisioningPhase } from '../gql/graphql.js';

/** What the list of gateways shows, as its address says it. */
export interface ListQuery {
  /** Empty: the default cluster; and so on: an empty text asks for nothing. */
  readonly cluster: string;
  readonly namespace: string;
  readonly className: string;
  readonly phase: ProvisioningPhase | '';
  readonly search: string;
  readonly order: GatewayOrderField;
  readonly descending: boolean;
  readonly size: number;
  /** A cursor: the page behind it, or before it. */
  readonly after: string;
  readonly before: string;
}

export const pageSizes = [20, 50, 200, 1_000] as const;
export const phases: readonly ProvisioningPhase[] = ['READY', 'PROGRESSING', 'PENDING', 'FAILED', 'DELETING'];
const orders: readonly GatewayOrderField[] = ['NAME', 'NAMESPACE', 'CREATED_AT'];

export const firstPage: ListQuery = {
  cluster: '',
  namespace: '',
  className: '',
  phase: '',
  search: '',
  order: 'NAMESPACE',
  descending: false,
  size: 50,
  after: '',
  before: '',
};

/** Whatever an address holds that is not understood is left out. */
export function parseListQuery(text: string): ListQuery {
  const given = new URLSearchParams(text);
  const get = (name: string) => given.get(name) ?? '';
  const order = get('order').toUpperCase();
  const descending = order.startsWith('-');
  return {
    cluster: get('cluster'),
    namespace: get('namespace'),
    className: get('class'),
    phase: phases.find((phase) => phase === get('phase').toUpperCase()) ?? '',
    search: get('search'),
    order: orders.find((field) => field === order.replace('-', '')) ?? firstPage.order,
    descending,
    size: pageSizes.find((size) => size === Number(get('size'))) ?? firstPage.size,
    after: get('after'),
    before: get('before'),
  };
}

/** Only what differs from the first page; empty for it. */
export function formatListQuery(query: ListQuery): string {
  const { cluster, namespace, className, phase, search, order, descending, size, after, before } = query;
  const standard = order === firstPage.order && !descending;
  const members = {
    cluster,
    namespace,
    class: className,
    phase: phase.toLowerCase(),
    search,
    order: standard ? '' : `${descending ? '-' : ''}${order.toLowerCase()}`,
    size: size === firstPage.size ? '' : String(size),
    after,
    before,
  };
  return new URLSearchParams(Object.entries(members).filter(([, value]) => value !== '')).toString();
}

/** Anything but a page's place changed: the list begins anew. */
export function withChange(query: ListQuery, change: Partial<ListQuery>): ListQuery {
  return { ...query, after: '', before: '', ...change };
}

/** What the change stream takes; the query takes it too, with order and place. */
export function filterFrom({ cluster, namespace, className, phase, search }: ListQuery) {
  return {
    cluster: cluster || null,
    namespace: namespace || null,
    filter: {
      ...(className && { classNames: [className] }),
      ...(phase && { phase: [phase] }),
      ...(search && { search }),
    },
  };
}

export function variablesFrom(query: ListQuery): GatewaysQueryVariables {
  const { order: field, descending, size, after, before } = query;
  return {
    ...filterFrom(query),
    orderBy: { field, direction: descending ? 'DESC' : 'ASC' },
    ...(before ? { last: size, before } : { first: size, after: after || null }),
  };
}
