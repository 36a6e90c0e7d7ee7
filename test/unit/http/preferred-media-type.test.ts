import { describe, expect, it } from '@jest/globals';
import { preferredMediaType, prefersEventStream } from '../../../src/http/preferred-media-type.js';

describe('preferredMediaType', () => {
  it.each([
    ['text/html', 'text/html'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['application/json, text/html', 'application/json'],
    ['application/json;q=0.5, text/html', 'text/html'],
    ['TEXT/HTML', 'text/html'],
    ['text/html;q=0', undefined],
    ['*/*', undefined],
    [undefined, undefined],
  ])('of %p is %p', (accept, expected) => {
    expect(preferredMediaType(accept, ['text/html', 'application/json'])).toBe(expected);
  });
});

describe('prefersEventStream', () => {
  it.each([
    ['text/event-stream', true],
    ['text/event-stream, multipart/mixed', true],
    ['application/graphql-response+json, application/json, text/event-stream', false],
    ['application/json;q=0.1, text/event-stream', true],
    ['*/*', false],
  ])('of %p is %p', (accept, expected) => {
    expect(prefersEventStream(accept)).toBe(expected);
  });
});
