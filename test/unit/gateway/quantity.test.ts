import { expect, it } from '@jest/globals';
import { compareQuantities, isNegativeQuantity, isQuantity } from '../../../src/gateway/quantity.js';

it.each(['200m', '256Mi', '1.5', '1e3', '1E3', '1E', '.5', '5.', '+1', '-1', '0', '10n', '3Ei'])(
  '%s is a quantity',
  (text) => {
    expect(isQuantity(text)).toBe(true);
  },
);

it.each(['', 'm', '1 Gi', '1gi', '1KB', '1e', '1.2.3', '--1', 'NaN', '1e3Mi', '１'])('"%s" is none', (text) => {
  expect(isQuantity(text)).toBe(false);
});

it.each([
  ['1', '1000m', 0],
  ['1Ki', '1024', 0],
  ['1k', '1Ki', -1],
  ['0.1', '100m', 0],
  ['1e3', '1k', 0],
  ['9007199254740993', '9007199254740992', 1],
  ['-1', '0', -1],
])('%s compared with %s is %d', (a, b, expected) => {
  expect(compareQuantities(a, b)).toBe(expected);
});

it('knows a negative one', () => {
  expect([isNegativeQuantity('-1m'), isNegativeQuantity('0')]).toEqual([true, false]);
});
