import { randomBytes } from 'node:crypto';
import type { Target } from './target.ts';

/** One blow; `n` counts those of its connection. Tells in a word what came of it. */
export type Attack = (target: Target, n: number) => Promise<string>;

const random = (bytes: number) => randomBytes(bytes).toString('hex');
const page = '{ gateways(first: 20) { totalCount nodes { name addresses { value } alb { name } } } }';
const everything = `subscription { gatewayEvents { type gateway { name uid labels annotations manifest conditions { type message }
  listeners { name port urls } alb { name manifest addresses { value } } provisioning { phase steps { name message } } } } }`;
const gatewayFields =
  'name manifest alb { name manifest gateways { name manifest } } listeners { name urls conditions { message } }';

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const subscribe = (id: string, payload: unknown) => JSON.stringify({ type: 'subscribe', id, payload });

/** What ended or filled the server once, and their like. */
export const attacks: Readonly<Record<string, Attack>> = {
  /** A look-up that waits beside one that is refused at once. */
  'rows that fail beside rows that wait': async (target, n) => {
    const token = target.token(0);
    await target.post({ query: '{ alb(namespace: "a1", name: "b") { orphaned } }' }, token);
    const filter = n % 2 === 0 ? 'true' : 'false';
    const query = `{ albs(namespace: "a1", filter: { orphaned: ${filter} }) { totalCount nodes { name orphaned gateways { name } } } }`;
    return target.post({ query }, token);
  },
  'a large new cursor each time': (target, n) =>
    target.post(
      {
        query: 'query ($c: String) { gatewayClasses { gateways(after: $c) { totalCount } } }',
        variables: { c: random(250_000) },
      },
      n % 2 === 0 ? undefined : target.token(n),
    ),
  'rights to long names': (target, n) =>
    target.post(
      {
        query: 'query ($n: String) { viewer { can(verb: "get", resource: GATEWAY, namespace: $n, name: $n) } }',
        variables: { n: random(50_000) },
      },
      target.token(n),
    ),
  'filters, labels and searches that never come twice': (target, n) =>
    target.post(
      {
        query: 'query ($s: String, $l: String) { gateways(filter: { search: $s, labelSelector: $l }) { totalCount } }',
        variables: { s: random(20_000), l: `a in (${Array.from({ length: 200 }, () => `x${random(8)}`)})` },
      },
      target.token(n),
    ),
  'documents that never come twice': (target, n) =>
    target.post(
      { query: `query q${random(8)} { gateways(first: 1) { totalCount } } # ${random(20_000)}` },
      target.token(n),
    ),
  'tokens that nobody knows': (target) => target.post({ query: page }, random(200)),
  'ids that are none': (target, n) =>
    target.post(
      {
        query: 'query ($i: [ID!]!) { nodes(ids: $i) { id } }',
        variables: { i: Array.from({ length: 500 }, () => random(64)) },
      },
      target.token(n),
    ),
  'variables that are deep, by every way in': (target, n) => {
    const text = `{"query":"${page.replace(/\s+/g, ' ')}","variables":{"undeclared":${deep(20_000)}}}`;
    const stream = `{"query":"subscription { gatewayEvents { type } }","variables":{"undeclared":${deep(20_000)}}}`;
    if (n % 3 === 0) return target.post(text, target.token(n));
    if (n % 3 === 1) return target.post(stream, target.token(n), { accept: 'text/event-stream' });
    return target.socket([`{"type":"subscribe","id":"1","payload":${stream}}`], { token: target.token(n) });
  },
  'variables that many listeners keep': (target, n) =>
    target.socket(
      Array.from({ length: 5 }, (_, at) =>
        subscribe(String(at), {
          query: 'subscription { gatewayEvents(initial: false) { type } }',
          variables: { undeclared: random(200_000) },
        }),
      ),
      { token: target.token(n), holdMs: 3_000 },
    ),
  'a cheap operation, then a dear one of the same text': async (target, n) => {
    const query = `query ($n: Int = 0) { gateways(first: $n) { nodes { ${gatewayFields} alb { gateways { ${gatewayFields} } } } } }`;
    await target.post({ query }, target.token(n));
    return target.post({ query, variables: { n: null } }, target.token(n));
  },
  'the dearest that is let in': (target, n) =>
    target.post({ query: `{ gateways(first: 1000) { nodes { ${gatewayFields} } } }` }, target.token(n)),
  'requests whose parameters are odd': (target, n) => {
    const searches = [
      'query={__typename}&operationName=',
      'query={__typename}&query={__typename}',
      'query={__typename}&variables=',
      'query=&variables=null',
      `query=${encodeURIComponent(page)}&variables={"a":1e400}`,
      'query={__typename}&extensions=[[[]]]',
      'query=%ff%fe',
    ];
    return target.get(searches[n % searches.length] ?? '', target.token(n));
  },
  'numbers that are none': (target, n) =>
    target.post(
      `{"query":"query ($n: Int) { gateways(first: $n) { totalCount } }","variables":{"n":${n % 2 === 0 ? '1e400' : 'null'}}}`,
      target.token(n),
    ),
  'bytes that are no request': (target, n) => {
    const some = [
      randomBytes(2_000),
      `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{"query":"`,
      `GET /graphql?query=${'a'.repeat(100_000)} HTTP/1.1\r\nhost: a\r\n\r\n`,
      'POST /graphql HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      `GET / HTTP/1.1\r\n${Array.from({ length: 900 }, (_, at) => `x-${at}: a\r\n`).join('')}\r\n`,
    ];
    return target.raw(some[n % some.length] ?? '');
  },
  'frames that are no message': (target, n) =>
    target.socket(
      [
        [randomBytes(500)],
        ['{"type":'],
        [subscribe('1', { query: 1 })],
        [subscribe('1', { query: page, variables: [] })],
        [subscribe('1', { query: page, operationName: { a: 1 } })],
        [subscribe('', { query: page }), subscribe('', { query: page })],
        Array.from({ length: 150 }, (_, at) => subscribe(String(at), { query: page })),
      ][n % 7] ?? [],
      { token: target.token(n) },
    ),
  'listeners that never read': (target, n) =>
    target.socket(
      Array.from({ length: 20 }, (_, at) => subscribe(String(at), { query: everything })),
      { token: target.token(n), holdMs: 4_000, reads: false },
    ),
  'listeners that come all at once, and go': (target, n) =>
    target.socket(
      Array.from({ length: 40 }, (_, at) =>
        subscribe(String(at), { query: `subscription { gatewayEvents { type gateway { name n${n % 5}: uid } } }` }),
      ),
      { token: target.token(n), holdMs: 300 },
    ),
  'event streams that are left': (target, n) =>
    target.stream('subscription { albEvents { type alb { name manifest orphaned } } }', target.token(n), 500),
};
