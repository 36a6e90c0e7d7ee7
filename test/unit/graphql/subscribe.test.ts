import { describe, expect, it } from '@jest/globals';
import { buildSchema, type ExecutionResult, execute, parse } from 'graphql';
import { subscribe } from '../../../src/graphql/subscribe.js';

const schema = buildSchema(`
  interface Named { name: String  resourceVersion: String }
  type Item implements Named { name: String  resourceVersion: String  note: String  parts: [Item!] }
  type Event { type: String  item: Item  resourceVersion: String }
  type Query { none: String }
  type Subscription { events: Event }
`);

interface Source {
  type: string;
  key?: string;
  resourceVersion: string;
  item: object | null;
}

const event = (
  type: string,
  item: { name: string; note?: string; parts?: object[] } | null,
  resourceVersion = '1',
): Source => ({
  type,
  ...(item && { key: item.name }),
  resourceVersion,
  item: item && { __typename: 'Item', resourceVersion, ...item },
});

/** What a listener with this selection is sent of these events. */
async function sent(selection: string, events: Source[], variables: Record<string, unknown> = {}): Promise<any[]> {
  async function* source() {
    for (const one of events) yield { ...one, events: one };
  }
  const stream = await subscribe(
    {
      schema,
      document: parse(selection),
      variableValues: variables,
      rootValue: { events: source },
    },
    execute,
  );
  const seen: any[] = [];
  for await (const { data } of stream as AsyncIterable<ExecutionResult<any>>) seen.push(data.events);
  return seen;
}

describe('a subscription', () => {
  it.each([
    ['plainly', 'subscription { events { type item { name } } }'],
    ['with resourceVersion', 'subscription { events { type resourceVersion item { name resourceVersion } } }'],
    [
      'with resourceVersion under an alias',
      'subscription { events { type rv: resourceVersion item { name v: resourceVersion } } }',
    ],
    [
      'in fragments',
      'subscription { events { ...E } } fragment E on Event { type item { ...I } } fragment I on Named { name v: resourceVersion }',
    ],
    [
      'in inline fragments',
      'subscription { events { type item { ... on Item { name ... on Named { x: resourceVersion } } } } }',
    ],
    ['nested in lists', 'subscription { events { type item { name parts { name resourceVersion } } } }'],
    ['of two halves of one field', 'subscription { events { type item { name } item { resourceVersion } } }'],
  ])('selecting %s is silent when nothing but resourceVersion changed', async (_how, selection) => {
    const part = (resourceVersion: string) => [{ name: 'p', resourceVersion }];
    const events = await sent(selection, [
      event('ADDED', { name: 'a', parts: part('1') }),
      event('MODIFIED', { name: 'a', note: 'new', parts: part('2') }, '2'),
      event('DELETED', { name: 'a' }, '2'),
    ]);
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'DELETED']);
  });

  it('is told when what it selected changed', async () => {
    const events = await sent('subscription { events { type item { note } } }', [
      event('ADDED', { name: 'a', note: 'x' }),
      event('MODIFIED', { name: 'a', note: 'y' }, '2'),
      event('MODIFIED', { name: 'a', note: 'y' }, '3'),
      event('MODIFIED', { name: 'a', note: 'x' }, '4'),
    ]);
    expect(events.map(({ item }) => item.note)).toEqual(['x', 'y', 'x']);
  });

  it('follows @include', async () => {
    const selection = 'subscription ($with: Boolean!) { events { type item { name note @include(if: $with) } } }';
    const events = [event('ADDED', { name: 'a', note: 'x' }), event('MODIFIED', { name: 'a', note: 'y' }, '2')];
    expect(await sent(selection, events, { with: false })).toHaveLength(1);
    expect(await sent(selection, events, { with: true })).toHaveLength(2);
  });

  it('keeps objects apart, and passes SYNCED', async () => {
    const events = await sent('subscription { events { type item { note } } }', [
      event('ADDED', { name: 'a', note: 'x' }),
      event('ADDED', { name: 'b', note: 'x' }),
      event('SYNCED', null),
      event('MODIFIED', { name: 'b', note: 'x' }, '2'),
    ]);
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'ADDED', 'SYNCED']);
  });

  it('lets go at once although no event ever comes', async () => {
    let left = false;
    const source: AsyncIterableIterator<unknown> = {
      next: () => new Promise(() => {}),
      async return() {
        left = true;
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
    const stream = await subscribe(
      { schema, document: parse('subscription { events { type } }'), rootValue: { events: () => source } },
      execute,
    );
    const iterator = stream as AsyncIterableIterator<ExecutionResult>;
    void iterator.next();
    await iterator.return?.();
    expect(left).toBe(true);
  });
});
