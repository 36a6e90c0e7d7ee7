import type { GraphQLSchema } from 'graphql';
import { anyParams, jsonOf, type Params } from './any-params.js';
import type { Choices } from './choices.js';
import { mutate } from './mutate.js';

/** The bytes of one HTTP request. A client that is `done` says that nothing more comes. */
export interface RawRequest {
  readonly bytes: Buffer;
  readonly done: boolean;
}

const tokens = [
  'admin-token',
  'viewer-token',
  'alice-token',
  'none',
  'a.b.c',
  'eyJhbGciOiJub25lIn0.eyJleHAiOjFlNDAwfQ.x',
];
const odd: Readonly<Record<string, readonly string[]>> = {
  Accept: [
    'application/json',
    '*/*',
    '',
    'text/html',
    'application/graphql-response+json',
    'multipart/mixed;deferSpec=20220824',
    'a/b;q=2, */*;q=x',
    ',,;',
    'text/event-stream;q=0',
  ],
  Authorization: [
    '',
    'Bearer',
    'Bearer  ',
    'Basic YTpi',
    'bearer é',
    `Bearer ${'x'.repeat(8_000)}`,
    'Bearer a b',
    'Negotiate',
  ],
  Host: ['', 'a b', 'localhost:99999', '[::1', 'evil.example', '%', 'x'.repeat(300)],
  Origin: ['null', 'http://localhost', 'https://evil.example', '%', ''],
  'If-None-Match': ['*', '""', 'W/"a", "b"', ','.repeat(1_000)],
  Traceparent: ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '00', '', 'ff-x-y-z'],
  'X-Request-Id': ['', 'a', 'é', '\u007f', 'x'.repeat(1_000)],
  'Content-Encoding': ['gzip', 'identity', 'br'],
  'Sec-Fetch-Site': ['cross-site', 'same-origin', ''],
  'X-Forwarded-Proto': ['https', ','],
  Expect: ['100-continue', 'nothing'],
  Upgrade: ['websocket', 'h2c'],
  Connection: ['upgrade', 'keep-alive', 'close, x'],
  Range: ['bytes=0-1', 'bytes=9-1'],
  Cookie: ['a=b'],
};
const types = [
  'application/json',
  'application/json; charset=utf-16',
  'application/graphql+json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '',
  'application/json;;',
  'x',
];
const paths = [
  '/',
  '/healthz',
  '/readyz',
  '/metrics',
  '/console',
  '/console/',
  '/console/../x',
  '/docs/',
  '/docs/%2e%2e/x',
  '/docs/errors',
  '//',
  '/graphql/',
  '*',
  'http://x/graphql',
  '/%00',
  '/%',
  '/graphql;a',
  '/.well-known/x',
  '/console/%ff',
  '/docs/%E0%A4%A',
];
const methods = ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'QUERY', 'CONNECT', 'FOO'];

export function anyRequest(schema: GraphQLSchema, choices: Choices): RawRequest {
  const [method, target, body] = anyLine(schema, choices);
  const headers: [string, string][] = [['Host', 'localhost']];
  if (!choices.once(10)) headers.push(['Authorization', `Bearer ${choices.of(tokens)}`]);
  if (body !== '') headers.push(['Content-Type', choices.once(12) ? choices.of(types) : 'application/json']);
  if (choices.once(4)) headers.push(['Accept', 'text/event-stream']);
  while (choices.once(3)) {
    const name = choices.of(Object.keys(odd));
    headers.push([name, choices.of(odd[name] ?? [''])]);
  }
  const chunked = choices.once(20);
  if (chunked) headers.push(['Transfer-Encoding', choices.of(['chunked', 'chunked', 'gzip, chunked', 'x'])]);
  else if (body !== '' || choices.once(30)) headers.push(['Content-Length', String(Buffer.byteLength(body))]);
  const sent = chunked ? `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n` : body;
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  const text = `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${sent}`;
  // Who says that nothing more comes is cut off while they wait, so that a whole request is seldom sent in that way.
  const isMutated = choices.once(6);
  return { bytes: Buffer.from(isMutated ? mutate(text, choices) : text), done: isMutated || chunked };
}

/** Method, target and body. */
function anyLine(schema: GraphQLSchema, choices: Choices): [string, string, string] {
  if (choices.once(15)) return [choices.of(['GET', ...methods]), choices.of(paths), ''];
  const params = anyParams(schema, choices);
  const method = choices.once(20) ? choices.of(methods) : choices.of(['POST', 'POST', 'GET']);
  if (method === 'GET') return [method, `/graphql?${anySearch(params, choices)}`, ''];
  const body = choices.once(12)
    ? choices.of([
        '',
        ' ',
        '[]',
        'null',
        '5',
        '"a"',
        `[${jsonOf(params)}]`,
        '{',
        '\ufeff{}',
        mutate(jsonOf(params), choices),
      ])
    : jsonOf(params);
  return [method, choices.once(20) ? `/graphql?${anySearch(params, choices)}` : '/graphql', body];
}

/** Each parameter as it is, empty, twice, in other bytes, or longer than a line may be. */
function anySearch(params: Params, choices: Choices): string {
  const pairs = Object.entries(params).flatMap(([name, json]): string[] => {
    const pair = `${name}=${encodeURIComponent(plain(name, json).toWellFormed())}`;
    switch (choices.below(14)) {
      case 9:
        return [`${name}=`];
      case 10:
        return [pair, pair];
      case 11:
        return [`${name}=%ff%`, name];
      case 12:
        return [`${name}[]=${pair}`];
      case 13:
        return [`${name}=${'x'.repeat(choices.of([12_000, 40_000]))}`];
      default:
        return [pair];
    }
  });
  // What is longer than the headers may be is refused before it is looked at.
  return pairs.map((pair) => (pair.length > 14_000 && !choices.once(10) ? pair.slice(0, 3_000) : pair)).join('&');
}

/** In a URL, variables and extensions are JSON; the others stand for themselves. */
function plain(name: string, json: string): string {
  if (name === 'variables' || name === 'extensions' || !json.startsWith('"')) return json;
  return JSON.parse(json);
}
