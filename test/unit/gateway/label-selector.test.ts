import { expect, it } from '@jest/globals';
import { parseLabelSelector } from '../../../src/gateway/label-selector.js';

const labels = { team: 'payments', tier: 'a', 'example.com/x': '' };

it.each([
  ['', true],
  ['team=payments', true],
  ['team==payments,tier!=b', true],
  ['tier in (a, b)', true],
  ['tier notin (a)', false],
  ['absent notin (a)', true],
  ['team', true],
  ['!team', false],
  ['! absent', true],
  ['example.com/x=', true],
  ['absent!=a', true],
  ['absent=a', false],
])('"%s" matches: %s', (text, expected) => {
  const selector = parseLabelSelector(text);
  expect('matches' in selector && selector.matches(labels)).toBe(expected);
});

it.each(['a in', 'a in b', '=b', 'a=b c', 'a,,b', 'a=(b)', '-x', 'a=b/c', 'in (a)x'])('"%s" does not parse', (text) => {
  expect(parseLabelSelector(text)).toHaveProperty('fault');
});
