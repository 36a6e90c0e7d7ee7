import { expect, it } from '@jest/globals';
import { isLocalRequest } from '../../../src/http/host-guard.js';

it.each([
  [{ host: '127.0.0.1:4000' }, true],
  [{ host: 'localhost:4000', origin: 'http://localhost:4000' }, true],
  [{ host: '[::1]:4000' }, true],
  [{ host: '127.0.0.1:4000', origin: 'http://localhost:5173' }, true],
  [{ host: '127.0.0.1:4000', origin: 'https://example.com' }, false],
  [{ host: '127.0.0.1:4000', origin: 'https://127.0.0.1.example.com' }, false],
  [{ host: '127.0.0.1:4000', origin: 'null' }, false],
  [{ host: 'localhost.example.com:4000' }, false],
  [{ host: 'a b' }, false],
  [{}, false],
])('isLocalRequest(%j) is %p', (headers, expected) => {
  expect(isLocalRequest(headers)).toBe(expected);
});
