import type { GraphQLSchema } from 'graphql';
import { anyJson, hugeJson } from './any-json.js';
import { anyParams, jsonOf } from './any-params.js';
import type { Choices } from './choices.js';
import { mutate } from './mutate.js';

/** What one client sends on one WebSocket, message by message; the numbers are bytes that are no message's. */
export type SocketScript = readonly (string | Buffer)[];

const oddIds = ['""', '5', 'null', '{}', '"\\ud800"', '"__proto__"', '"1"', '"1"', `"${'i'.repeat(2_000)}"`];
const inits = [
  '{"type":"connection_init","payload":{"authorization":"Bearer admin-token"}}',
  '{"type":"connection_init"}',
];

export function anyScript(schema: GraphQLSchema, choices: Choices): SocketScript {
  const messages: (string | Buffer)[] = [];
  if (!choices.once(15)) messages.push(choices.of(inits));
  else if (choices.once(2))
    messages.push(`{"type":"connection_init","payload":${choices.of([anyJson(choices), hugeJson(choices)])}}`);
  for (let count = 1 + choices.below(4); count > 0; count -= 1) messages.push(anyMessage(schema, choices));
  return messages;
}

function anyMessage(schema: GraphQLSchema, choices: Choices): string | Buffer {
  if (choices.once(25)) return Buffer.from(Array.from({ length: choices.below(40) }, () => choices.below(256)));
  const message = wellFormed(schema, choices);
  if (choices.once(30)) return Buffer.from(message);
  return choices.once(12) ? mutate(message, choices) : message;
}

function wellFormed(schema: GraphQLSchema, choices: Choices): string {
  const id = choices.once(20) ? choices.of(oddIds) : `"${choices.below(1_000)}"`;
  switch (choices.below(20)) {
    case 16:
      return `{"type":"complete","id":${id}}`;
    case 17:
      return `{"type":"${choices.of(['ping', 'pong'])}","payload":${choices.of([anyJson(choices), hugeJson(choices)])}}`;
    case 18:
      return choices.of([
        '',
        '[]',
        'null',
        '5',
        '{"type":"next","id":"1","payload":{}}',
        '{"type":"connection_init"}',
        '{"type":{}}',
        `{"type":"error","id":${id},"payload":[]}`,
      ]);
    case 19:
      return `{"type":"subscribe","id":${id},"payload":${anyJson(choices)}}`;
    default:
      return `{"id":${id},"type":"subscribe","payload":${jsonOf(anyParams(schema, choices))}}`;
  }
}
