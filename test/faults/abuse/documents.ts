import type { Abuse } from './abuse.js';

const times = (count: number, text: (at: number) => string, separator = ' ') =>
  Array.from({ length: count }, (_, at) => text(at)).join(separator);

const nested = (depth: number, open: string, inner: string) => open.repeat(depth) + inner + '}'.repeat(depth);

/** Each fragment spreads the next one ten times over. */
const laughs = (levels: number) =>
  `{ clusters { ...f0 } } ${times(levels, (at) => `fragment f${at} on Cluster { ${`...f${at + 1} `.repeat(10)} }`)} fragment f${levels} on Cluster { name }`;

const page = 'gateways(first: 1000) { nodes { gatewayClass { gateways(first: 1000) { nodes { name } } } } }';

/** A document, and perhaps variables. */
const documents: readonly [what: string, answer: string, query: string, variables?: unknown, bySocket?: string][] = [
  [
    'deep: relations in a circle',
    '400 QUERY_TOO_COMPLEX',
    `{ ${'gateways { nodes { gatewayClass { '.repeat(6)}name${' } } }'.repeat(6)} }`,
  ],
  ['deep: more braces than the parser may count', '400 QUERY_TOO_COMPLEX', nested(10_000, '{a', '')],
  ['deep: braces that never close', '400 QUERY_TOO_COMPLEX', '{a'.repeat(20_000)],
  ['deep: a list in a list', '400 QUERY_TOO_COMPLEX', `{ nodes(ids: ${'['.repeat(2000)}${']'.repeat(2000)}) { id } }`],
  ['deep: a list in a list, past the tokens', '400 QUERY_TOO_COMPLEX', `{ nodes(ids: ${'['.repeat(30_000)}`],
  [
    'deep: a value of any shape',
    '400 QUERY_TOO_COMPLEX',
    `mutation { createGateway(input: { namespace: "a1", name: "x", listeners: [{ name: "h", port: 80, protocol: "HTTP", allowedRoutes: { selector: ${'{a:'.repeat(9_000)}1${'}'.repeat(9_000)} } }] }) { written } }`,
  ],
  ['wide: root fields', '400 QUERY_TOO_COMPLEX', `{ ${times(21, (at) => `a${at}: clusters { name }`)} }`],
  ['wide: the same field again and again', '400 QUERY_TOO_COMPLEX', `{ clusters { ${'name '.repeat(6_000)} } }`],
  [
    'wide: clusters times pages',
    '400 QUERY_TOO_COMPLEX',
    `{ ${times(20, (at) => `a${at}: gateways(first: 1000) { nodes { name events { message } } }`)} }`,
  ],
  ['wide: pages in pages', '400 QUERY_TOO_COMPLEX', `{ ${page} }`],
  [
    'wide: pages in pages, by a variable',
    '400 QUERY_TOO_COMPLEX',
    `query ($n: Int) { ${page.replaceAll('1000', '$n')} }`,
    { n: 1000 },
  ],
  [
    'wide: ten thousand ids',
    '400 QUERY_TOO_COMPLEX',
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Gateway { events { message } } } }',
    { ids: Array(10_000).fill('x') },
  ],
  [
    'wide: operations in one document',
    '400 QUERY_TOO_COMPLEX',
    times(2_000, (at) => `query q${at} { clusters { name } }`),
  ],
  ['aliases', '400 QUERY_TOO_COMPLEX', `{ clusters { ${times(51, (at) => `a${at}: name`)} } }`],
  [
    'aliases, by fragments',
    '400 QUERY_TOO_COMPLEX',
    `{ clusters { ${times(6, (at) => `c${at}: gatewayClasses { ...f }`)} } } fragment f on GatewayClass { ${times(9, (at) => `a${at}: name`)} }`,
  ],
  ['directives', '400 QUERY_TOO_COMPLEX', `{ clusters { name ${'@skip(if: false) '.repeat(51)} } }`],
  [
    'directives, repeated on fields',
    '400 QUERY_TOO_COMPLEX',
    `{ clusters { ${times(51, () => 'name @include(if: true)')} } }`,
  ],
  ['a fragment that spreads itself', '400 BAD_USER_INPUT', '{ clusters { ...f } } fragment f on Cluster { name ...f }'],
  [
    'fragments in a circle',
    '400 BAD_USER_INPUT',
    '{ clusters { ...a } } fragment a on Cluster { ...b } fragment b on Cluster { ...c } fragment c on Cluster { ...a }',
  ],
  [
    'a fragment in a circle through fields',
    '400 BAD_USER_INPUT',
    '{ gateways { nodes { ...g } } } fragment g on Gateway { gatewayClass { gateways { nodes { ...g } } } }',
  ],
  [
    'fragments that nobody spreads, in a circle',
    '400 BAD_USER_INPUT',
    '{ clusters { name } } fragment a on Cluster { ...b } fragment b on Cluster { ...a }',
  ],
  ['fragments tenfold in fragments', '400 QUERY_TOO_COMPLEX', laughs(8)],
  ['fragments tenfold, within the depth', '400 QUERY_TOO_COMPLEX', laughs(5)],
  [
    'fields that conflict, each with each',
    '400 QUERY_TOO_COMPLEX',
    `{ clusters { ${times(400, (at) => `gatewayClasses(type: ${at % 2 ? 'SHARED' : 'STANDALONE'}) { x: name x: type }`)} } }`,
  ],
  ['a page larger than the largest', '200 INVALID_INPUT', '{ gateways(first: 1001) { totalCount } }'],
  ['a page of less than nothing', '200 INVALID_INPUT', '{ gateways(first: -1) { totalCount } }'],
  ['a page from both ends', '200 INVALID_INPUT', '{ gateways(first: 1, last: 1) { totalCount } }'],
  ['a number past 32 bits', '400 BAD_USER_INPUT', '{ gateways(first: 4294967297) { totalCount } }'],
  ['a cursor that this server never gave', '200 INVALID_INPUT', '{ gateways(after: "bm8=") { totalCount } }'],
  ['an id that this server never gave', '200 INVALID_INPUT', '{ node(id: "../../x") { id } }'],
  [
    'more ids than may come at once',
    '400 QUERY_TOO_COMPLEX',
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    { ids: Array(150_000).fill('') },
  ],
  [
    'a filter by a thousand names',
    '200 INVALID_INPUT',
    'query ($s: String) { gateways(filter: { labelSelector: $s }) { totalCount } }',
    { s: `a in (${times(1000, String, ',')})=` },
  ],
  [
    'a selector made to backtrack',
    '200 INVALID_INPUT',
    'query ($s: String) { gateways(filter: { labelSelector: $s }) { totalCount } }',
    { s: `${'a'.repeat(200_000)}!` },
  ],
  [
    'a name made to backtrack',
    '200 INVALID_INPUT',
    'query ($s: String!) { gateway(namespace: "a1", name: $s) { name } }',
    { s: `${'a-'.repeat(100_000)}` },
  ],
  [
    'a name of a megabyte',
    '400 QUERY_TOO_COMPLEX',
    'query ($s: String!) { gateway(namespace: $s, name: "g1") { name } }',
    { s: 'A'.repeat(900_000) },
  ],
  ['half a character', '400 BAD_USER_INPUT', '{ gateway(namespace: "a1", name: "\\ud800") { name } }'],
  ['NUL in a document', '400 BAD_USER_INPUT', '{ clusters { name } }\u0000'],
  ['a text past the most', '400 QUERY_TOO_COMPLEX', `{ clusters { name } } #${'x'.repeat(100_000)}`],
  ['tokens past the most', '400 QUERY_TOO_COMPLEX', `{ clusters { name } } ${'{a} '.repeat(2_000)}`],
  ['no document', '400 BAD_USER_INPUT', ''],
  [
    'a subscription, which one answer cannot hold',
    '400 BAD_USER_INPUT',
    'subscription { nothing: gatewayEvents(name: "..") { type } }',
    undefined,
    'next INVALID_INPUT',
  ],
  ['a subscription to nothing', '400 BAD_USER_INPUT', 'subscription { gatewayEvents @include(if: false) { type } }'],
  [
    'a subscription to nothing, as a variable says',
    '400 BAD_USER_INPUT',
    'subscription ($w: Boolean!) { ...F @skip(if: $w) } fragment F on Subscription { gatewayEvents { type } }',
    { w: true },
  ],
  ['a schema for a document', '400 BAD_USER_INPUT', 'type Query { a: Int }'],
  ['a variable that was not declared', '400 BAD_USER_INPUT', '{ gateways(first: $n) { totalCount } }', { n: 1 }],
  [
    'an input with members of objects',
    '400 BAD_USER_INPUT',
    'mutation ($i: CreateGatewayInput!) { createGateway(input: $i) { written } }',
    { i: { namespace: 'a1', name: 'x', listeners: [], constructor: { a: 1 } } },
  ],
];

/** Over HTTP, and the same over WebSocket, where what is refused comes as an error instead of a status. */
export const documentAbuses: readonly Abuse[] = documents.flatMap(([what, answer, query, variables, bySocket]) => [
  { what: `${what}, by HTTP`, answer, send: (target) => target.ask({ query, variables }) },
  {
    what: `${what}, by WebSocket`,
    answer: bySocket ?? (answer.startsWith('400 ') ? `error ${answer.slice(4)}` : `next ${answer.slice(4)}`),
    send: (target) =>
      target.socket([
        { type: 'connection_init', payload: { authorization: 'Bearer admin-token' } },
        { type: 'subscribe', id: '1', payload: { query, variables } },
      ]),
  },
]);
