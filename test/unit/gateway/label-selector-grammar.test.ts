import { describe, expect, it } from '@jest/globals';
import { parseLabelSelector } from '../../../src/gateway/label-selector.js';

function selects(text: string, labels: Record<string, string>): boolean {
  const parsed = parseLabelSelector(text);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed.matches(labels);
}

describe('a label selector', () => {
  it.each([
    ['', {}, true],
    ['  ', { a: '1' }, true],
    ['a', { a: '' }, true],
    ['! a', {}, true],
    ['!a', { a: '' }, false],
    ['a=1', { a: '1' }, true],
    ['a == 1', { a: '2' }, false],
    ['a=', { a: '' }, true],
    ['a=', {}, false],
    ['a!=1', {}, true],
    ['a!=', { a: '' }, false],
    ['a in(1,2)', { a: '2' }, true],
    ['a in (1, 2)', {}, false],
    ['a in (,1)', { a: '' }, true],
    ['a notin (1)', {}, true],
    ['a notin (1)', { a: '1' }, false],
    ['in in (in)', { in: 'in' }, true],
    ['a>1', { a: '2' }, true],
    ['a > 1', { a: 'many' }, false],
    ['a<9', { a: '10' }, false],
    ['a<9', {}, false],
    ['a in (x,y),!b,c.io/d=e', { a: 'y', 'c.io/d': 'e' }, true],
    ['a in (x,y),!b,c.io/d=e', { a: 'y', b: '', 'c.io/d': 'e' }, false],
  ])('%s over %j: %s', (text, labels, expected) => {
    expect(selects(text, labels as Record<string, string>)).toBe(expected);
  });

  it.each(['constructor', 'toString'])('finds no label %s that nobody set', (key) => {
    expect(selects(key, {})).toBe(false);
    expect(selects(`!${key}`, {})).toBe(true);
  });

  it.each([
    ',',
    'a,',
    ',a',
    'a,,b',
    '!',
    '!a=b',
    '=b',
    'a=b=c',
    'a=b c',
    'a b',
    'a in',
    'a in ()',
    'a in (b',
    'a in b)',
    'a in (b c)',
    'a in (b))',
    'a in (b),',
    'a=(b)',
    'a>',
    'a>x',
    'a>-1',
    'a/b/c',
    '-a',
    `a=${'x'.repeat(64)}`,
  ])('refuses %s', (text) => {
    expect(parseLabelSelector(text)).toEqual({ fault: expect.any(String) });
  });

  it('tells the fault of a long text without repeating it', () => {
    const parsed = parseLabelSelector(`a in (${'b '.repeat(100_000)})`);
    expect('fault' in parsed && parsed.fault.length).toBeLessThan(200);
  });
});
