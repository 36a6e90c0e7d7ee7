import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createParser } from '../../../src/graphql/documents.js';
import { trustedDocumentsFrom } from '../../../src/graphql/trusted-documents.js';

const text = '{ token }';
const id = hash('sha256', text);

describe('trustedDocumentsFrom', () => {
  it.each([
    ['graphql-codegen', { [id]: text }],
    ['GraphQL over HTTP', { [`sha256:${id}`]: text }],
    [
      'Apollo',
      {
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [{ id, name: 'a', type: 'query', body: text }],
      },
    ],
  ])('reads ids as %s writes them', (_tool, manifest) => {
    expect([...trustedDocumentsFrom(JSON.stringify(manifest))]).toEqual([[id, text]]);
  });

  it.each([
    ['{', 'JSON'],
    ['[]', 'A manifest of documents is a JSON object'],
    ['{"abc":"{ token }"}', `"abc" is not the sha256 of its document, which is ${id}`],
    [`{"${id}":{}}`, `The document of "${id}" is no text`],
    ['{"operations":[null]}', 'The document of undefined is no text'],
  ])('refuses %s', (json, message) => {
    expect(() => trustedDocumentsFrom(json)).toThrow(message);
  });
});

it('no other document is parsed', () => {
  const refused: string[] = [];
  const parse = createParser({
    limits: { maxDocumentChars: 100, maxTokens: 100 },
    trusted: new Map([[id, text]]),
    onRefused: (setting) => refused.push(setting),
  });
  expect(parse(text)).toHaveProperty('kind', 'Document');
  expect(parse('{ token  }')).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  expect(refused).toEqual(['TRUSTED_DOCUMENTS_FILE']);
});
