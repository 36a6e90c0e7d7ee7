import { describe, expect, it } from '@jest/globals';
import { EventQueue, type EventType, foldAbove, foldAboveChars } from '../../../src/gateway/event-queue.js';

type Event = { type: EventType; key?: string; text: string };

const event = (type: EventType, key: string, text = ''): Event => ({ type, key, text });

/** A queue in which so many events wait already, each of an object of its own. */
function queueWith(count: number, text = '') {
  const queue = new EventQueue<Event>(
    (one) => ({ ...one, type: 'ADDED' }),
    (one) => one.text.length,
  );
  for (let at = 0; at < count; at += 1) queue.push(event('MODIFIED', `other-${at}`, text));
  const taken = () => {
    const words: string[] = [];
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      if (one.key?.startsWith('other') !== true) words.push(`${one.type} ${one.key ?? ''}${one.text}`);
    }
    return words;
  };
  return { queue, taken };
}

const changes: [string, Event[], string[]][] = [
  ['a change of what is not told yet', [event('ADDED', 'a', '1'), event('MODIFIED', 'a', '2')], ['ADDED a2']],
  ['a change after a change', [event('MODIFIED', 'a', '1'), event('MODIFIED', 'a', '2')], ['MODIFIED a2']],
  ['what comes and goes', [event('ADDED', 'a', '1'), event('MODIFIED', 'a', '2'), event('DELETED', 'a', '2')], []],
  ['what goes after a change', [event('MODIFIED', 'a', '1'), event('DELETED', 'a', '1')], ['DELETED a1']],
  ['what goes and comes again', [event('DELETED', 'a', '1'), event('ADDED', 'a', '2')], ['DELETED a1', 'ADDED a2']],
  [
    'what goes, and comes and goes again',
    [event('DELETED', 'a', '1'), event('ADDED', 'a', '2'), event('DELETED', 'a', '2'), event('ADDED', 'a', '3')],
    ['DELETED a1', 'ADDED a3'],
  ],
];

describe('a queue in which much waits', () => {
  it.each(changes)('folds %s', (_what, events, expected) => {
    const { queue, taken } = queueWith(foldAbove);
    for (const one of events) queue.push(one);
    expect(queue.size).toBe(foldAbove + expected.length);
    expect(taken()).toEqual(expected);
    expect(queue.size).toBe(0);
  });

  it('does so, too, where few events hold much text, until that has gone', () => {
    const { queue, taken } = queueWith(1, 'x'.repeat(foldAboveChars));
    for (const text of ['1', '2']) queue.push(event('MODIFIED', 'a', text));
    expect(queue.size).toBe(2);
    queue.shift();
    queue.push(event('MODIFIED', 'a', '3'));
    expect(taken()).toEqual(['MODIFIED a2', 'MODIFIED a3']);
  });

  it('measures what it folds: text that was replaced waits no more', () => {
    const { queue, taken } = queueWith(foldAbove);
    const large = 'x'.repeat(foldAboveChars);
    for (const text of [large, '1']) queue.push(event('MODIFIED', 'a', text));
    for (let at = 0; at < foldAbove; at += 1) queue.shift();
    queue.push(event('MODIFIED', 'a', '2'));
    expect(taken()).toEqual(['MODIFIED a1', 'MODIFIED a2']);
  });
});

it('a queue in which little waits keeps each event, in order', () => {
  const { queue, taken } = queueWith(0);
  for (const [, events] of changes) for (const one of events) queue.push(one);
  queue.push({ type: 'SYNCED', text: '' });
  expect(taken()).toEqual([...changes.flatMap(([, all]) => all.map((one) => `${one.type} a${one.text}`)), 'SYNCED ']);
});
