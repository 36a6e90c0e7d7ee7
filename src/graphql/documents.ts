import { type DocumentNode, GraphQLError, Lexer, parse, Source, TokenKind } from 'graphql';
import { BoundedCache, type OnCache } from '../bounded-cache.js';
import { cacheBounds } from '../memory-bounds.js';
import { badUserInput } from './bad-user-input.js';
import { bytesOfDocument } from './document-bytes.js';
import { isNestedTooDeeply } from './nesting.js';
import { nestedTooDeeply, tooComplex, withinStack } from './too-complex.js';
import type { TrustedDocuments } from './trusted-documents.js';

export interface DocumentLimits {
  /** Characters of the text. */
  readonly maxDocumentChars: number;
  /** Lexical tokens; comments are none. */
  readonly maxTokens: number;
}

export interface DocumentsOptions {
  readonly limits: DocumentLimits;
  /** No other document is parsed; absent: any. */
  readonly trusted?: TrustedDocuments | undefined;
  /** Told the name of the setting that refused a document. */
  readonly onRefused?: ((limit: string) => void) | undefined;
  readonly onCache?: OnCache | undefined;
}

/**
 * A parser that remembers: a text parsed lately gives the same document again, so that all that hangs by the document
 * (see the gate) is done once. Answers the error of a text that is no document, or one past the limits.
 */
export function createParser(options: DocumentsOptions): (text: string) => DocumentNode | GraphQLError {
  const { limits, onRefused } = options;
  const trusted = options.trusted && new Set(options.trusted.values());
  const { maxDocumentChars, maxTokens } = limits;
  const documents = new BoundedCache(cacheBounds.documents, bytesOfDocument, options.onCache);
  const refuse = (setting: string, message: string, measured: number, limit: number) => {
    onRefused?.(setting);
    return tooComplex(message, { measured, limit });
  };

  return (text) => {
    if (text.length > maxDocumentChars) {
      const message = `The document has ${text.length} characters; ${maxDocumentChars} is the most.`;
      return refuse('MAX_DOCUMENT_CHARS', message, text.length, maxDocumentChars);
    }
    const known = documents.get(text);
    if (known !== undefined) return known;
    if (trusted?.has(text) === false) {
      onRefused?.('TRUSTED_DOCUMENTS_FILE');
      return badUserInput('This server runs only the documents of its manifest, and this is none of them.');
    }
    if (isNestedTooDeeply(text)) {
      onRefused?.('MAX_DEPTH');
      return nestedTooDeeply();
    }
    const document = parseWithin(text, maxTokens);
    if (!(document instanceof GraphQLError)) documents.set(text, document);
    else if (isLonger(text, maxTokens)) {
      const message = `The document has more than ${maxTokens} tokens, which is the most.`;
      return refuse('MAX_TOKENS', message, maxTokens + 1, maxTokens);
    }
    return document;
  };
}

function parseWithin(text: string, maxTokens: number): DocumentNode | GraphQLError {
  try {
    return withinStack(() => parse(text, { maxTokens }));
  } catch (thrown) {
    if (!(thrown instanceof GraphQLError)) throw thrown;
    const { message, source, positions } = thrown;
    return new GraphQLError(message, { source, positions, extensions: { code: 'BAD_USER_INPUT' } });
  }
}

/** Whether that is why it did not parse: the parser's error says so by its text alone. */
function isLonger(text: string, maxTokens: number): boolean {
  const lexer = new Lexer(new Source(text));
  try {
    for (let tokens = 0; lexer.advance().kind !== TokenKind.EOF; ) {
      tokens += 1;
      if (tokens > maxTokens) return true;
    }
  } catch {
    // What stopped the parser before it had counted so far.
  }
  return false;
}
