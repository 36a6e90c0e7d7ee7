import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ListBody } from '../../../src/kube/list-body.js';

const named = { apiVersion: 'crd.alauda.io/v2beta1', kind: 'ALB2' };
const opening = `{"apiVersion":"${named.apiVersion}","kind":"ALB2",`;

/** The list as it is made of these bytes, and how many of its items were told apart before its end. */
function taken(text: string, cuts: readonly number[]) {
  let apart = 0;
  let ended = false;
  const body = new ListBody(named, (item) => {
    if (!ended) apart += 1;
    return item;
  });
  const bytes = Buffer.from(text);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [at, place] of places.entries()) if (at > 0) body.push(bytes.subarray(places[at - 1], place));
  ended = true;
  return { list: body.end(), apart };
}

const item = (name: string, more: object = {}) => ({ ...named, metadata: { name }, ...more });
const listOf = (items: unknown) =>
  JSON.stringify({ apiVersion: named.apiVersion, items, kind: 'ALB2List', metadata: { continue: '' } });

describe('the items of a list', () => {
  it('are handed on while the rest is still on its way, but for the last', () => {
    expect(taken(listOf(['x', 'y', 'z'].map((name) => item(name))), []).apart).toBe(2);
  });

  it('are what JSON.parse gives, wherever the bytes are cut and whatever the items hold', () => {
    // What looks like the beginning of an item, as a text and as an object within one; and characters of several bytes.
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(opening, item('within'), [item('a'), item('b')], '网关', '"items":['),
    );
    const items = fc.array(fc.record({ name: fc.string({ unit: 'binary' }), odd }), { maxLength: 6 });
    fc.assert(
      fc.property(items, fc.array(fc.nat(), { maxLength: 20 }), (drawn, cuts) => {
        const text = listOf(drawn.map(({ name, odd: spec }) => item(name, { spec })));
        expect(taken(text, cuts).list).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    [
      'a built-in kind, whose items do not say what they are',
      '{"kind":"EventList","items":[{"metadata":{}},{"metadata":{}}]}',
    ],
    ['none', listOf([])],
    ['null', listOf(null)],
    ['one object and no list', JSON.stringify(item('x', { spec: { of: item('y') } }))],
    [
      'a list whose items stand elsewhere too',
      `{"items":[${opening}"metadata":{}}],"others":[${opening}"metadata":{}}]}`,
    ],
    [
      'a list in whose beginning something else has items',
      `{"spec":{"items":[${opening}"a":1},${opening}"b":2}]},"items":[7]}`,
    ],
    ['an item larger than any', listOf([item('x', { spec: 'x'.repeat(3 << 20) }), item('y'), item('z')])],
    ['a list whose items are said twice', `{"items":[${opening}"metadata":{}},${opening}"metadata":{}}],"items":7}`],
    ['spaces between them', JSON.stringify(JSON.parse(listOf([item('x'), item('y')])), null, 2)],
    ['a long beginning', listOf([item('x')]).replace('"items"', `"longer":"${'x'.repeat(2000)}","items"`)],
  ])('are read in one where there is %s', (_, text) => {
    expect(taken(text, [10, 100]).list).toEqual(JSON.parse(text));
  });

  it('are no list where the text is cut short or goes on', () => {
    const whole = listOf([item('x'), item('y')]);
    for (const text of [
      whole.slice(0, -1),
      `${whole}}`,
      whole.replace('},{', '}{'),
      whole.replace('},{', '},,{'),
      whole.replace('},{', '} {'),
    ]) {
      expect(() => taken(text, [])).toThrow(SyntaxError);
    }
  });
});
