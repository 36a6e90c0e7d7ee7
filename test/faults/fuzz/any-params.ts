import type { GraphQLSchema } from 'graphql';
import { anyJson, anyObject, hugeJson } from './any-json.js';
import { anyOperation } from './any-operation.js';
import type { Choices } from './choices.js';
import { mutate } from './mutate.js';

/** Each parameter of a request as a JSON text; absent ones are left out. */
export type Params = Readonly<Record<string, string>>;

const declared = [
  'query ($n: Int = 0) { gateways(first: $n) { totalCount nodes { name } } }',
  'query ($n: Int, $s: String) { gateways(first: $n, after: $s) { nodes { name alb { name } } } albs(last: $n) { totalCount } }',
  'query ($filter: GatewayFilter, $c: Boolean = true) { gateways(filter: $filter) { totalCount @include(if: $c) nodes { id } } }',
  'query ($ids: [ID!]! = []) { nodes(ids: $ids) { id } }',
  'query ($s: String = "g1") { gateway(namespace: "a1", name: $s) { name events { message } } }',
  'query a($n: Int) { gatewayClasses { gateways(first: $n) { totalCount } } } query b { viewer { username } }',
  'query ($__proto__: String = "a", $toJSON: String) { alb(namespace: "a1", name: $__proto__, cluster: $toJSON) { name } }',
  'mutation ($input: CreateGatewayInput!) { createGateway(input: $input) { written } }',
  'mutation ($input: DeleteGatewayInput!) { deleteGateway(input: $input) { gateway { name } } }',
  'mutation ($s: JSON) { createGateway(input: { namespace: "a1", name: "..", listeners: [{ name: "h", port: 80, protocol: "HTTP", allowedRoutes: { from: SELECTOR, selector: $s } }] }) { written } }',
  'subscription ($s: String, $c: Boolean = false) { gatewayEvents(namespace: $s, initial: $c) { type gateway { name } } }',
  'subscription ($n: Int, $filter: AlbFilter) { albEvents(debounceMs: $n, filter: $filter) { type alb { name orphaned } } }',
  '{ __typename }',
  '{ __schema { types { name } } }',
];

const inputs = [
  '{"namespace":"a1","name":"new","dryRun":true,"listeners":[{"name":"h","port":80,"protocol":"HTTP"}]}',
  '{"namespace":"a1","name":"g1","dryRun":true}',
  '{"namespace":"a1","name":"x","listeners":[],"alb":{"replicas":1e400,"lbSvcAnnotations":{"toJSON":"a"}}}',
];

/** What a client may say in one request: more or less as it should be, and not. */
export function anyParams(schema: GraphQLSchema, choices: Choices): Params {
  const params: Record<string, string> = { query: anyQuery(schema, choices) };
  if (choices.once(6)) params['variables'] = anyVariables(choices);
  else params['variables'] = anyObject(choices, ['n', 's', 'c', 'ids', 'filter', 'unused']);
  if (params['query']?.includes('$input')) params['variables'] = `{"input":${choices.of(inputs)}}`;
  if (choices.once(3)) {
    params['operationName'] = choices.of([
      '""',
      'null',
      '"a"',
      '"b"',
      '5',
      '{}',
      '[]',
      '"__proto__"',
      `"${'a'.repeat(5_000)}"`,
    ]);
  }
  if (choices.once(4)) params['extensions'] = anyExtensions(choices);
  if (choices.once(12)) params['documentId'] = choices.of(['"sha256:00"', '""', '5', '{}', '"__proto__"']);
  if (choices.once(12)) params[choices.of(['id', '__proto__', 'toJSON', 'then', 'constructor'])] = anyJson(choices);
  for (const name of Object.keys(params)) if (choices.once(25)) delete params[name];
  return params;
}

export function jsonOf(params: Params): string {
  return `{${Object.entries(params)
    .map(([name, json]) => `${JSON.stringify(name)}:${json}`)
    .join()}}`;
}

function anyQuery(schema: GraphQLSchema, choices: Choices): string {
  if (choices.once(25)) return choices.of([anyJson(choices), hugeJson(choices)]);
  const query = choices.once(3) ? anyOperation(schema, choices, 3) : choices.of(declared);
  return JSON.stringify(choices.once(6) ? mutate(query, choices) : query);
}

function anyVariables(choices: Choices): string {
  if (choices.once(3)) return anyJson(choices);
  return `{${JSON.stringify(choices.of(['unused', 's', 'n', 'ids', 'filter']))}:${hugeJson(choices)}}`;
}

function anyExtensions(choices: Choices): string {
  const id = choices.of([`"${'0'.repeat(64)}"`, '""', '5', 'null', '{}']);
  switch (choices.below(5)) {
    case 0:
      return `{"persistedQuery":{"version":1,"sha256Hash":${id}}}`;
    case 1:
      return `{"persistedQuery":${anyJson(choices)}}`;
    case 2:
      return `{"traceparent":${anyJson(choices)}}`;
    case 3:
      return `{"a":${hugeJson(choices)}}`;
    default:
      return anyJson(choices);
  }
}
