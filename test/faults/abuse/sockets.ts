import type { Abuse } from './abuse.js';
import { upgrade } from './target.js';

const init = { type: 'connection_init', payload: { authorization: 'Bearer admin-token' } };
const subscribe = (id: string, query = 'subscription { gatewayEvents { type } }') => ({
  type: 'subscribe',
  id,
  payload: { query },
});

/** A frame of a client; `mask` null: none, which the protocol forbids. */
function frame(first: number, payload: Uint8Array, mask: Uint8Array | null = Buffer.alloc(4)): Uint8Array {
  const length = payload.length | (mask === null ? 0 : 0x80);
  return Buffer.concat([Buffer.from([first, length]), ...(mask === null ? [] : [mask]), payload]);
}

export const socketAbuses: readonly Abuse[] = [
  ...(
    [
      ['no word of the protocol', 'closed 4400', ['hello']],
      ['a message that is no object', 'closed 4400', ['[]']],
      ['a message of no kind', 'closed 4400', [{ type: 'obey' }]],
      ['a message of the server', 'closed 4400', [init, { type: 'connection_ack' }]],
      ['an operation before who it is', 'closed 4401', [subscribe('1')]],
      ['two callers on one socket', 'closed 4429', [init, init]],
      [
        'an operation without an id',
        'closed 4400',
        [init, { type: 'subscribe', payload: { query: '{ clusters { name } }' } }],
      ],
      ['two operations of one id', 'closed 4409', [init, subscribe('1'), subscribe('1')]],
      ['an operation that is none', 'closed 4400', [init, { type: 'subscribe', id: '1', payload: { query: 1 } }]],
      [
        'a document that was parsed elsewhere',
        'closed 4400',
        [init, { type: 'subscribe', id: '1', payload: { document: { kind: 'Document', definitions: [] } } }],
      ],
      ['a message past the most', 'closed 1009', ['x'.repeat((1 << 20) + 1)]],
      [
        'connectionParams past the most',
        'closed 1009',
        [{ type: 'connection_init', payload: { a: 'x'.repeat(20_000) } }],
      ],
      ['connectionParams that are a text', 'closed 4400', [{ type: 'connection_init', payload: 'admin-token' }]],
      ['a password', 'closed 4403', [{ type: 'connection_init', payload: { authorization: 'Basic YTpi' } }]],
      ['a token that is an object', 'closed 4403', [{ type: 'connection_init', payload: { authorization: { a: 1 } } }]],
      ['bytes for a message', 'closed 4400', [Buffer.from([0, 1, 2, 255])]],
    ] as const
  ).map(
    ([what, answer, messages]): Abuse => ({ what, answer, upstream: true, send: (target) => target.socket(messages) }),
  ),
  ...(
    [
      ['bytes that are no UTF-8', 'closed 1007', frame(0x81, Buffer.from([0xff, 0xfe, 0xfd]))],
      ['a frame without a mask', 'closed 1002', frame(0x81, Buffer.from('{}'), null)],
      ['bits that mean nothing yet', 'closed 1002', frame(0xf1, Buffer.from('{}'))],
      ['a kind of frame that is none', 'closed 1002', frame(0x83, Buffer.from('{}'))],
      ['a ping longer than a ping', 'closed 1002', Buffer.from([0x89, 0xfe, 0, 126, 0, 0, 0, 0])],
      ['the end of what never began', 'closed 1002', frame(0x80, Buffer.from('{}'))],
      [
        'a frame longer than memory',
        'closed 1009',
        Buffer.from([0x81, 0xff, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
      ],
      ['a close code that is none', 'closed 1002', frame(0x88, Buffer.from([0, 1]))],
    ] as const
  ).map(([what, answer, bytes]): Abuse => ({ what, answer, send: (target) => target.frames(upgrade(), bytes) })),
  ...(
    [
      ['a socket for another path', '404', upgrade({}, '/graphql/')],
      ['a socket for no path', '404', upgrade({}, '*')],
      ['a socket of version 7', '400', upgrade({ 'Sec-WebSocket-Version': '7' })],
      ['a socket without a key', '400', upgrade({ 'Sec-WebSocket-Key': '' })],
      ['an upgrade to something else', '400', upgrade({ Upgrade: 'h2c' })],
      [
        'a socket with many small headers',
        '431 BAD_USER_INPUT',
        upgrade().replace('\r\n', `\r\n${'X: x\r\n'.repeat(5_000)}`),
      ],
      ['a socket of another site', '403', upgrade({ Origin: 'https://evil.example' })],
      ['a socket by POST', '405', upgrade().replace('GET', 'POST')],
    ] as const
  ).map(([what, answer, bytes]): Abuse => ({ what, answer, send: (target) => target.raw(bytes) })),
  {
    what: 'a socket without a protocol',
    answer: 'closed 4406',
    send: (target) => target.socket([], { protocols: [] }),
  },
  {
    what: 'the protocol of subscriptions-transport-ws',
    answer: 'closed 4406',
    send: (target) => target.frames(upgrade({ 'Sec-WebSocket-Protocol': 'graphql-ws' })),
  },
  { what: 'who never says who it is', answer: 'closed 4408', send: (target) => target.socket([]) },
];
