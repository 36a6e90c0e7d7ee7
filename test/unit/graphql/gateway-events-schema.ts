import { buildSchema, parse } from 'graphql';

/** As much of the schema as a stream of one kind needs, and a subscription to it. */
export const schema = buildSchema(`
  type Gateway { name: String  note: String }
  type GatewayEvent { type: String  gateway: Gateway }
  type Query { none: String }
  type Subscription { gatewayEvents: GatewayEvent }
`);
export const document = parse('subscription { gatewayEvents { type gateway { name note } } }');
