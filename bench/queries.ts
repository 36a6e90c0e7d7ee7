import { nameOf, namespaceOf, sharedAddress } from './objects.js';

const gatewayFields = `
      namespace name createdAt gatewayClassName
      gatewayClass { name type }
      listeners { name port protocol hostname attachedRoutes }
      conditions { type status reason message lastTransitionAt }
      addresses { value type sources }
      alb { name state reason }`;

export interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

const page = (name: string) => `query ${name}($first: Int!, $filter: GatewayFilter, $orderBy: GatewayOrder) {
  gateways(first: $first, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {${gatewayFields}
    }
  }
}`;

/** The whole table: each gateway with its class, listeners, conditions, ALB and addresses. */
export const all: Question = { query: page('All'), variables: { first: 1000 } };
export const pageOf20: Question = { query: page('Page'), variables: { first: 20 } };
export const filtered: Question = {
  query: page('Filtered'),
  variables: { first: 20, filter: { address: sharedAddress }, orderBy: { field: 'CREATED_AT', direction: 'DESC' } },
};
export const one: Question = {
  query: `query One($namespace: String!, $name: String!) {
  gateway(namespace: $namespace, name: $name) {${gatewayFields}
  }
}`,
  variables: { namespace: namespaceOf(7), name: nameOf(7) },
};
export const changes = `subscription Changes {
  gatewayEvents(initial: false) { type gateway { namespace name conditions { type status message } addresses { value } } }
}`;
export const albChanges = 'subscription AlbChanges { albEvents(initial: false) { alb { name reason } } }';
