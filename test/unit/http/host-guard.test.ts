import { expect, it } from '@jest/globals';
import { isLocalHost } from '../../../src/http/host-guard.js';

it.each([
  [{ host: '127.0.0.1:4000' }, true],
  [{ host: 'localhost:4000' }, true],
  [{ host: '[::1]:4000' }, true],
  [{ host: 'localhost.example.com:4000' }, false],
  [{ host: '127.0.0.1.example.com' }, false],
  [{ host: 'a b' }, false],
  [{}, false],
])('isLocalHost(%j) is %p', (headers, expected) => {
  expect(isLocalHost(headers)).toBe(expected);
});
