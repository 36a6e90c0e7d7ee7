import { describe, expect, it } from '@jest/globals';
import {
  albNameFor,
  isDnsLabel,
  isDnsSubdomain,
  isLabelKey,
  isListenerHostname,
  randomSuffix,
} from '../../../src/gateway/names.js';

describe('the name of an ALB', () => {
  it.each([
    ['g1', 'g1-abcde'],
    ['a.b', 'a-b-abcde'],
    ['x'.repeat(60), `${'x'.repeat(48)}-abcde`],
    [`${'x'.repeat(47)}-y`, `${'x'.repeat(47)}-abcde`],
  ])('for %s is %s', (gateway, alb) => {
    expect(albNameFor(gateway, 'abcde')).toBe(alb);
  });

  it('leaves room for the service that is made of it', () => {
    expect(`${albNameFor('x'.repeat(253), 'abcde')}-lb-12345`.length).toBeLessThanOrEqual(63);
  });

  it('ends in five lower-case letters and digits', () => {
    expect(randomSuffix(() => 0)).toBe('aaaaa');
    expect(randomSuffix(() => 0.999_999)).toBe('99999');
  });
});

it.each([
  ['a1', true],
  ['a-b', true],
  ['-a', false],
  ['A', false],
  ['a.b', false],
  ['x'.repeat(64), false],
])('%s as a namespace: %s', (text, legal) => {
  expect(isDnsLabel(text)).toBe(legal);
});

it.each([
  ['a.b-c', true],
  ['a..b', false],
  ['', false],
  ['a/b', false],
  ['x'.repeat(254), false],
])('"%s" as a name: %s', (text, legal) => {
  expect(isDnsSubdomain(text)).toBe(legal);
});

it.each([
  ['a.com', true],
  ['*.a.com', true],
  ['*', false],
  ['a.*.com', false],
  ['1.2.3.4', false],
  ['A.com', false],
])('%s as a listener’s host name: %s', (text, legal) => {
  expect(isListenerHostname(text)).toBe(legal);
});

it.each([
  ['team', true],
  ['example.com/team', true],
  ['a/b/c', false],
  ['/a', false],
  ['example.com/', false],
])('%s as a label key: %s', (text, legal) => {
  expect(isLabelKey(text)).toBe(legal);
});
