import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { createParser } from '../../../src/graphql/documents.js';

function open(limits = {}) {
  const refused: string[] = [];
  const parse = createParser({
    limits: { maxDocumentChars: 10_000, maxTokens: 10, ...limits },
    onRefused: (limit) => refused.push(limit),
  });
  return { parse, refused };
}

describe('createParser', () => {
  it('gives the same document for the same text', () => {
    const { parse } = open();
    const document = parse('{ clusters { name } }');
    expect(document).toHaveProperty('kind', 'Document');
    expect(parse('{ clusters { name } }')).toBe(document);
    expect(parse('{ clusters { name  } }')).not.toBe(document);
  });

  it('says where a text is no document', () => {
    const { parse, refused } = open();
    const error = parse('{ clusters {');
    expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' }, locations: [{ line: 1, column: 13 }] });
    expect(refused).toEqual([]);
  });

  it('refuses more tokens than allowed, and comments are none', () => {
    const { parse, refused } = open();
    expect(parse('# one two three four\n{ a b c d e f g h }')).not.toBeInstanceOf(GraphQLError);
    expect(parse('{ a b c d e f g h i }')).toMatchObject({
      message: 'The document has more than 10 tokens, which is the most.',
      extensions: { code: 'QUERY_TOO_COMPLEX', measured: 11, limit: 10 },
    });
    expect(refused).toEqual(['MAX_TOKENS']);
  });

  it('refuses a longer text than allowed, even of comments', () => {
    const { parse, refused } = open({ maxDocumentChars: 20 });
    expect(parse(`#${'\n#'.repeat(10)}\n{ a }`)).toMatchObject({
      message: 'The document has 27 characters; 20 is the most.',
      extensions: { code: 'QUERY_TOO_COMPLEX', measured: 27, limit: 20 },
    });
    expect(refused).toEqual(['MAX_DOCUMENT_CHARS']);
  });

  it.each([
    ['selections', (levels: number) => `${'{a'.repeat(levels)}${'}'.repeat(levels)}`],
    ['lists', (levels: number) => `{ a(b: ${'['.repeat(levels - 2)}${']'.repeat(levels - 2)}) }`],
    ['types', (levels: number) => `query ($v: ${'['.repeat(levels - 1)}A${']'.repeat(levels - 1)}) { a }`],
  ])('reads %s in one another up to a depth that is the same each time', (_what, nested) => {
    const { parse, refused } = open({ maxTokens: 10_000 });
    expect(parse(nested(200))).not.toBeInstanceOf(GraphQLError);
    expect(parse(nested(201))).toMatchObject({ extensions: { code: 'QUERY_TOO_COMPLEX' } });
    expect(refused).toEqual(['MAX_DEPTH']);
  });

  it('says of many braces that are not nested what it says of few', () => {
    expect(open({ maxTokens: 10_000 }).parse('{ a } '.repeat(300))).not.toBeInstanceOf(GraphQLError);
    expect(open({ maxTokens: 10_000 }).parse(`{ a(b: "${'['.repeat(300)}") }`)).not.toBeInstanceOf(GraphQLError);
    expect(open({ maxTokens: 10_000 }).parse(`${'{ a } '.repeat(300)} ?`)).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('survives a document that is deeper than the stack', () => {
    const { parse } = open({ maxDocumentChars: 1e6, maxTokens: 1e6 });
    const error = parse(`${'{a'.repeat(20_000)}${'}'.repeat(20_000)}`);
    expect(error).toMatchObject({ extensions: { code: 'QUERY_TOO_COMPLEX' } });
  });
});
