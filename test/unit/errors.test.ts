import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { AlbError, errorCodes, InputFaultsError } from '../../src/errors.js';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

describe('errors', () => {
  it.each(Object.entries(errorCodes))('documents %s as the code has it', (code, { meaning, retryable }) => {
    expect(page).toContain(`| ${code} | ${meaning} | ${retryable ? 'yes' : 'no'} |`);
  });

  it('makes any thrown value an internal error whose cause stays inside', () => {
    const error = AlbError.from('boom');
    expect([error.code, error.message, error.cause]).toEqual([
      'INTERNAL_SERVER_ERROR',
      'Internal server error',
      'boom',
    ]);
  });

  it('holds all faults of one input, each with its path', () => {
    const { errors } = new InputFaultsError([
      { path: ['a'], message: 'first' },
      { path: ['b', 0], message: 'second' },
    ]);
    expect(errors.map(({ message, extensions }) => [message, extensions['path']])).toEqual([
      ['first', ['a']],
      ['second', ['b', 0]],
    ]);
  });
});
