import type { GraphQLError } from 'graphql';
import { bareId } from '../graphql/trusted-documents.js';
import type { HostOptions } from './host-options.js';
import { requestError } from './request-error.js';

/** How a request says which document it means. */
export interface DocumentParams {
  readonly query?: unknown;
  /** GraphQL over HTTP's persisted documents: `sha256:<hex>`. */
  readonly documentId?: unknown;
  /** Apollo's: `{"persistedQuery": {"version": 1, "sha256Hash": "<hex>"}}`. */
  readonly extensions?: unknown;
}

/**
 * The text of the document that a request names by its id. Undefined where it names none, or brings a text, which then
 * counts alone. Nothing is ever stored for a request: ids are those of the manifest.
 */
export function textOf(
  { engine, metrics }: Pick<HostOptions, 'engine' | 'metrics'>,
  { query, documentId, extensions }: DocumentParams,
): string | GraphQLError | undefined {
  if (typeof query === 'string' && query !== '') return undefined;
  const apollosId = apollosIdOf(extensions);
  const id = typeof documentId === 'string' && documentId !== '' ? documentId : apollosId;
  if (id === undefined) return undefined;
  const text = engine.trusted?.get(bareId(id));
  if (text !== undefined) return text;
  metrics.countRefusal('TRUSTED_DOCUMENTS_FILE');
  // Apollo's clients look for these very words, and then send the text.
  if (id === apollosId) {
    return requestError('BAD_USER_INPUT', engine.trusted ? 'PersistedQueryNotFound' : 'PersistedQueryNotSupported');
  }
  const message = engine.trusted
    ? 'No document of that id is in the manifest'
    : 'This server has no manifest of documents';
  return requestError('BAD_USER_INPUT', `${message}; send its text as "query"`);
}

function apollosIdOf(extensions: unknown): string | undefined {
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } | null };
  const id = persistedQuery?.sha256Hash;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
