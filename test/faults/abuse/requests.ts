import { gzipSync } from 'node:zlib';
import type { Abuse } from './abuse.js';

const head = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const query = '{"query":"{ gateways { totalCount } }"}';
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;
const utf8 = (...bytes: number[]) =>
  Buffer.concat([
    Buffer.from('{"query":"{ gateway(namespace: \\"a1\\", name: \\"'),
    Buffer.from(bytes),
    Buffer.from('\\") { name } }"}'),
  ]);

/** What is no operation yet: bodies. */
export const bodyAbuses: readonly Abuse[] = [
  ...(
    [
      ['a body past the most', '413 BAD_USER_INPUT', `{"query":"${'x'.repeat(1 << 20)}"}`],
      ['half a body', '400 BAD_USER_INPUT', '{"query":'],
      ['no body', '400 BAD_USER_INPUT', ''],
      ['a batch', '400 BAD_USER_INPUT', `[${query},${query}]`],
      ['an empty batch', '400 BAD_USER_INPUT', '[]'],
      ['a string', '400 BAD_USER_INPUT', '"query"'],
      ['null', '400 BAD_USER_INPUT', 'null'],
      ['a number', '400 BAD_USER_INPUT', '5'],
      ['an object without a query', '400 BAD_USER_INPUT', '{}'],
      ['a query that is no text', '400 BAD_USER_INPUT', '{"query":{"a":1}}'],
      ['variables that are a list', '400 BAD_USER_INPUT', '{"query":"{ clusters { name } }","variables":[1]}'],
      ['variables that are a text', '400 BAD_USER_INPUT', '{"query":"{ clusters { name } }","variables":"a"}'],
      [
        'an operation’s name that is an object',
        '400 BAD_USER_INPUT',
        '{"query":"{ clusters { name } }","operationName":{}}',
      ],
      [
        'the name of no operation',
        '400 BAD_USER_INPUT',
        '{"query":"query a { clusters { name } }","operationName":"b"}',
      ],
      ['extensions that are a text', '400 BAD_USER_INPUT', '{"query":"{ clusters { name } }","extensions":"a"}'],
      ['a prototype to spoil', '400 BAD_USER_INPUT', '{"query":"{ clusters { name } }","__proto__":{"admin":true}}'],
      [
        'a prototype to spoil, in variables',
        '400 BAD_USER_INPUT',
        '{"query":"{ clusters { name } }","variables":{"__proto__":{"a":1}}}',
      ],
      [
        'a constructor’s prototype to spoil',
        '400 BAD_USER_INPUT',
        '{"query":"{ clusters { name } }","variables":{"constructor":{"prototype":{"a":1}}}}',
      ],
      ['a document by an id, without a manifest', '400 BAD_USER_INPUT', '{"documentId":"sha256:00"}'],
      [
        'JSON as deep as a body',
        '400 BAD_USER_INPUT',
        `{"query":"{ clusters { name } }","variables":{"a":${'['.repeat(500_000)}`,
      ],
      [
        'a value as deep as a body',
        '400 QUERY_TOO_COMPLEX',
        `{"query":"mutation ($s: JSON) { createGateway(input: { namespace: \\"a1\\", name: \\"x\\", listeners: [{ name: \\"h\\", port: 80, protocol: \\"HTTP\\", allowedRoutes: { from: SELECTOR, selector: $s } }] }) { written } }","variables":{"s":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}}`,
      ],
    ] as const
  ).map(([what, answer, body]): Abuse => ({ what, answer, send: (target) => target.post(body) })),
  ...(
    [
      ['bytes that are no UTF-8, in a name', '200 INVALID_INPUT', utf8(0xff, 0xfe)],
      ['a character in more bytes than it needs', '200 INVALID_INPUT', utf8(0xc0, 0xaf)],
      ['half of a pair in UTF-8', '200 INVALID_INPUT', utf8(0xed, 0xa0, 0x80)],
      ['UTF-16', '400 BAD_USER_INPUT', Buffer.from(query, 'utf16le')],
      ['bytes of any kind', '400 BAD_USER_INPUT', Buffer.from(Array.from({ length: 256 }, (_, at) => at))],
    ] as const
  ).map(([what, answer, body]): Abuse => ({ what, answer, send: (target) => target.post(body) })),
  {
    what: 'a compressed body',
    answer: '400 BAD_USER_INPUT',
    send: (target) => target.post(gzipSync(query), { 'content-encoding': 'gzip' }),
  },
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'a',
  ].map(
    (type): Abuse => ({
      what: `a body that says it is ${type}`,
      answer: '415 BAD_USER_INPUT',
      send: (target) => target.post(query, { 'content-type': type }),
    }),
  ),
];

/** What is no request, or a wrong one: methods, targets, headers. */
export const requestAbuses: readonly Abuse[] = [
  ...(
    [
      ['words', '400 BAD_USER_INPUT', 'hello, is this HTTP?\r\n\r\n'],
      ['the beginning of TLS', '400 BAD_USER_INPUT', Buffer.from('1603010200010001fc0303', 'hex')],
      ['the beginning of HTTP/2', '400 BAD_USER_INPUT', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ['HTTP/0.9', '400 BAD_USER_INPUT', 'GET /graphql\r\n\r\n'],
      ['HTTP/1.0 without a host', '400 BAD_USER_INPUT', 'GET /graphql?query={clusters{name}} HTTP/1.0\r\n\r\n'],
      [
        'a host that is none',
        '400 BAD_USER_INPUT',
        'GET /graphql?query={clusters{name}} HTTP/1.1\r\nHost: a b[\r\n\r\n',
      ],
      ['a Redis command', '400 BAD_USER_INPUT', '*1\r\n$4\r\nPING\r\n'],
      ['two lengths', '400 BAD_USER_INPUT', `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}`],
      [
        'a length and chunks',
        '400 BAD_USER_INPUT',
        `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      ],
      ['an unknown coding', '400 BAD_USER_INPUT', `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
      ['a length that is no number', '400 BAD_USER_INPUT', `${head}Content-Length: +5\r\n\r\n{}`],
      [
        'a chunk whose size overflows',
        '400 BAD_USER_INPUT',
        `${head}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}`,
      ],
      ['a blank before a colon', '400 BAD_USER_INPUT', `${head}Content-Length : 2\r\n\r\n{}`],
      ['NUL in a header', '400 BAD_USER_INPUT', `${head}X: a\u0000b\r\n\r\n`],
      ['no host', '400 BAD_USER_INPUT', 'GET /graphql HTTP/1.1\r\n\r\n'],
      ['headers past the most', '431 BAD_USER_INPUT', `${head}X: ${'x'.repeat(20_000)}\r\n\r\n`],
      ['many small headers past the most', '431 BAD_USER_INPUT', `${head}${'X: x\r\n'.repeat(5_000)}\r\n`],
      ['a query by GET past the most', '431 BAD_USER_INPUT', get(`/graphql?query=${'x'.repeat(20_000)}`)],
      [
        'an expectation that nobody knows',
        '417',
        `${head}Expect: the-unexpected\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}`,
      ],
      ['a tunnel', 'closed', 'CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: localhost\r\n\r\n'],
      ['a target on another host', '404 NOT_FOUND', get('http://169.254.169.254/latest/meta-data/')],
      ['a path out of the pages', '404 NOT_FOUND', get('/playground/../../../etc/passwd')],
      ['a path out of the pages, encoded', '404 NOT_FOUND', get('/playground/..%2f..%2f..%2fetc%2fpasswd')],
      ['a path out of the console', '404 NOT_FOUND', get('/console/assets/..%2f..%2f..%2fpackage.json')],
      ['NUL in a path', '404 NOT_FOUND', get('/playground/a%00.js')],
      ['a path that cannot be decoded', '400 BAD_USER_INPUT', get('/console/assets/%ff')],
      ['a path with a second slash', '404 NOT_FOUND', get('//graphql?query={clusters{name}}')],
      ['a path in capitals', '404 NOT_FOUND', get('/GraphQL?query={clusters{name}}')],
    ] as const
  ).map(([what, answer, bytes]): Abuse => ({ what, answer, send: (target) => target.raw(bytes) })),
  ...(['PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const).map(
    (method): Abuse => ({
      what: `${method} of the API`,
      answer: '405 BAD_USER_INPUT',
      send: (target) => target.fetch('/graphql', { method }),
    }),
  ),
  {
    what: 'TRACE',
    answer: '404 NOT_FOUND',
    send: (target) =>
      target.raw('TRACE /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin-token\r\n\r\n'),
  },
  {
    what: 'a mutation by GET',
    answer: '405 BAD_USER_INPUT',
    send: (target) =>
      target.fetch(
        `/graphql?query=${encodeURIComponent('mutation { deleteGateway(input: { namespace: "a1", name: "g1" }) { gateway { name } } }')}`,
        {
          headers: { authorization: 'Bearer admin-token' },
        },
      ),
  },
  {
    what: 'a mutation by GET, as an event stream',
    answer: '405 BAD_USER_INPUT',
    send: (target) =>
      target.fetch(
        `/graphql?query=${encodeURIComponent('mutation { deleteGateway(input: { namespace: "a1", name: "g1" }) { gateway { name } } }')}`,
        {
          headers: { authorization: 'Bearer admin-token', accept: 'text/event-stream' },
        },
      ),
  },
  ...(
    [
      ['a page of another site', { origin: 'https://evil.example' }],
      ['a page without an origin', { origin: 'null' }],
      ['an image of another site', { 'sec-fetch-site': 'cross-site' }],
    ] as const
  ).map(
    ([what, headers]): Abuse => ({
      what,
      answer: '403 FORBIDDEN',
      send: (target) => target.fetch('/graphql?query={gateways{totalCount}}', { headers }),
    }),
  ),
  ...(
    [
      ['no token', ''],
      ['a password', 'Basic YWRtaW46YWRtaW4='],
      ['two tokens', 'Bearer admin-token alice-token'],
      ['a word and no token', 'Bearer'],
      ['a token beyond ASCII', 'Bearer tök\u00e9n'],
      ['a token with a tab in it', 'Bearer admin\ttoken'],
    ] as const
  ).map(
    ([what, authorization]): Abuse => ({
      what,
      answer: authorization === '' ? '200 UNAUTHENTICATED' : '401 UNAUTHENTICATED',
      send: (target) => target.post(query, { authorization }),
    }),
  ),
];
