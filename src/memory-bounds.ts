import type { CacheBounds } from './bounded-cache.js';

/** A row of docs/operations/limits.md. */
interface Described {
  /** A plain noun phrase. */
  readonly holds: string;
  readonly key: string;
  /** Settings that change the bound, or the size of one. */
  readonly settings: readonly string[];
}

const mib = 1 << 20;

/** Whatever may be dropped and made again. MAX_KEPT_BYTES replaces maxBytes of the two that name it. */
export const cacheBounds = {
  documents: {
    name: 'documents',
    holds: 'parsed documents, and what was found in them when they were checked',
    key: 'text of the document',
    settings: ['MAX_DOCUMENT_CHARS', 'MAX_TOKENS'],
    maxBytes: 32 * mib,
    maxEntryBytes: 4 * mib,
    maxKeyChars: 100_000,
  },
  plans: {
    name: 'plans',
    holds: 'compiled queries',
    key: 'document, operation name, values of those variables that the selections use',
    settings: [],
    maxBytes: 32 * mib,
    maxEntryBytes: 8 * mib,
    maxKeyChars: 4_096,
  },
  answers: {
    name: 'answers',
    holds: 'whole answers to queries, with the rights and the sets that they were made from',
    key: 'document, operation name, variables',
    settings: ['MAX_KEPT_BYTES'],
    maxBytes: 64 * mib,
    maxEntryBytes: 16 * mib,
    maxKeyChars: 4_096,
  },
  texts: {
    name: 'texts',
    holds: 'parts of answers: one object as one selection shows it',
    key: 'object and selection',
    settings: ['MAX_KEPT_BYTES'],
    maxBytes: 64 * mib,
    maxEntryBytes: 64 * mib,
    maxKeyChars: 0,
  },
  verdicts: {
    name: 'verdicts',
    holds: "the clusters' yes or no to what a caller may do (SelfSubjectAccessReview)",
    key: 'cluster, hash of the token, verb, kind, namespace, name',
    settings: ['ACCESS_ALLOW_MS', 'ACCESS_DENY_MS'],
    maxBytes: 32 * mib,
    maxEntryBytes: 4_096,
    maxKeyChars: 1_024,
  },
  rules: {
    name: 'rules',
    holds: "the callers' rules for single objects by name (SelfSubjectRulesReview)",
    key: 'cluster, hash of the token, namespace',
    settings: ['ACCESS_DENY_MS'],
    maxBytes: 8 * mib,
    maxEntryBytes: mib,
    maxKeyChars: 1_024,
  },
  usernames: {
    name: 'usernames',
    holds: 'names of the callers who write, for the log',
    key: 'cluster, hash of the token',
    settings: [],
    maxBytes: 4 * mib,
    maxEntryBytes: 4_096,
    maxKeyChars: 1_024,
  },
  tokens: {
    name: 'tokens',
    holds: 'when tokens end, as they say themselves',
    key: 'hash of the token',
    settings: [],
    maxBytes: mib,
    maxEntryBytes: 1_024,
    maxKeyChars: 128,
  },
  rates: {
    name: 'rates',
    holds: 'how many operations each caller has started lately',
    key: 'hash of the token, or the address of a caller without one',
    settings: ['MAX_OPERATIONS_PER_SECOND_PER_CALLER'],
    maxBytes: 4 * mib,
    maxEntryBytes: 1_024,
    maxKeyChars: 256,
  },
} as const satisfies Record<string, CacheBounds & Described>;
