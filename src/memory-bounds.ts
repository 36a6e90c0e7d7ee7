import type { CacheBounds } from './bounded-cache.js';

/** Of the id of an operation on a WebSocket: short enough to be read in a message that completes it, however it is escaped. */
export const maxIdChars = 128;

/** A row of docs/operations/limits.md. */
interface Described {
  readonly name: string;
  /** A plain noun phrase. */
  readonly holds: string;
  readonly key: string;
  /** Settings that change the bound, or the size of one entry. */
  readonly settings: readonly string[];
}

/** What is no cache: it belongs to somebody who is still there, and goes with them. */
interface Counted extends Described {
  /** In words and settings. */
  readonly bound: string;
  readonly metric: string;
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

/** Whatever else grows with what callers send or clusters hold. */
export const countBounds = [
  {
    name: 'requests',
    holds: 'requests that come in, with their bodies',
    key: 'connection',
    bound: 'MAX_CONNECTIONS, each MAX_BODY_BYTES and MAX_HEADER_BYTES',
    settings: ['MAX_CONNECTIONS', 'MAX_BODY_BYTES', 'MAX_HEADER_BYTES', 'REQUEST_TIMEOUT_MS'],
    metric: 'nodejs_active_handles',
  },
  {
    name: 'operations',
    holds: 'queries and mutations under way, with what they have read so far',
    key: 'request',
    bound: 'MAX_OPERATIONS, each its request and its answer',
    settings: ['MAX_OPERATIONS', 'MAX_OPERATIONS_PER_CALLER', 'OPERATION_TIMEOUT_MS'],
    metric: 'alb_graphql_operations_under_way',
  },
  {
    name: 'callers',
    holds: 'how many operations, subscriptions and sockets each caller has',
    key: 'hash of the token, or the address of a caller without one',
    bound: 'three times 10,000 callers at rest, and those with something under way',
    settings: [],
    metric: 'alb_graphql_operations_under_way',
  },
  {
    name: 'sockets',
    holds: 'WebSockets, with their operations and what waits to be sent',
    key: `connection; ids of operations, of ${maxIdChars} characters at most`,
    bound: 'MAX_SOCKETS, each MAX_UNSENT_BYTES and MAX_OPERATIONS_PER_SOCKET',
    settings: ['MAX_SOCKETS', 'MAX_SOCKETS_PER_CALLER', 'MAX_UNSENT_BYTES', 'MAX_OPERATIONS_PER_SOCKET'],
    metric: 'alb_graphql_open_sockets',
  },
  {
    name: 'subscriptions',
    holds: 'subscriptions, with their documents and variables',
    key: 'operation',
    bound: 'MAX_SUBSCRIPTIONS, together MAX_SUBSCRIPTION_BYTES of documents and variables',
    settings: [
      'MAX_SUBSCRIPTIONS',
      'MAX_SUBSCRIPTIONS_PER_CALLER',
      'MAX_SUBSCRIPTION_BYTES',
      'MAX_SUBSCRIPTION_BYTES_PER_CALLER',
    ],
    metric: 'alb_graphql_open_subscriptions',
  },
  {
    name: 'topics',
    holds: 'what was last sent of each object, once for all subscriptions that show the same',
    key: 'hash of the document, the variables and the sets of objects',
    bound: 'one for each subscription; each, the objects that it shows, as it shows them',
    settings: ['MAX_SUBSCRIPTIONS'],
    metric: 'alb_graphql_open_subscriptions',
  },
  {
    name: 'events',
    holds: 'events that wait for a listener',
    key: 'object',
    bound: '1,000 for each subscription; then one for each object',
    settings: ['MAX_SUBSCRIPTIONS'],
    metric: 'alb_graphql_event_queue',
  },
  {
    name: 'costs',
    holds: 'costs of operations that were counted, as a part of their documents',
    key: 'values of those variables that the cost depends on, of 200 characters at most',
    bound: '50 for each operation of a kept document',
    settings: [],
    metric: 'alb_graphql_cache_bytes',
  },
  {
    name: 'sets',
    holds: 'objects of the clusters, kept in memory with the indexes over them',
    key: 'cluster, kind, namespace and name',
    bound: 'what the clusters hold: about twice their JSON, without managedFields',
    settings: ['CACHE_IDLE_MS', 'PRELOAD'],
    metric: 'alb_graphql_cache_objects',
  },
  {
    name: 'deletions',
    holds: 'uids of deleted objects, so that late news bring none of them back',
    key: 'uid, of 256 characters at most',
    bound: '5,000 for each set',
    settings: [],
    metric: 'alb_graphql_cache_objects',
  },
  {
    name: 'versions',
    holds: 'the versions that clusters serve',
    key: 'API group, of which this server asks for one',
    bound: '32 for each cluster, of 63 characters at most',
    settings: [],
    metric: 'alb_graphql_upstream_requests_total',
  },
  {
    name: 'questions',
    holds: 'requests to clusters under way, and waiting for their turn',
    key: 'question and caller',
    bound:
      'what MAX_OPERATIONS and MAX_SUBSCRIPTIONS ask: 16 reads and 8 reviews of one caller at once; an answer is 64 MiB at most',
    settings: ['MAX_OPERATIONS', 'MAX_SUBSCRIPTIONS', 'UPSTREAM_READ_TIMEOUT_MS'],
    metric: 'alb_graphql_upstream_under_way',
  },
] as const satisfies readonly Counted[];
