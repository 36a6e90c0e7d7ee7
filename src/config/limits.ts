import type { EnvironmentReader } from './environment-reader.js';
import type { SettingName } from './settings.js';

/** Infinity where a limit is turned off. What each means, and its default, is said in settings.ts. */
export interface Limits {
  readonly maxBodyBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxDocumentChars: number;
  readonly maxTokens: number;
  readonly maxVariablesDepth: number;
  readonly maxVariablesBytes: number;
  readonly maxDepth: number;
  readonly maxComplexity: number;
  readonly maxAnswerBytes: number;
  readonly maxAliases: number;
  readonly maxRootFields: number;
  readonly maxDirectives: number;
  readonly maxOperations: number;
  readonly maxOperationsPerCaller: number;
  readonly maxOperationsPerSecond: number;
  readonly maxOperationsPerSecondPerCaller: number;
  readonly maxSubscriptions: number;
  readonly maxSubscriptionsPerCaller: number;
  readonly maxSubscriptionBytes: number;
  readonly maxSubscriptionBytesPerCaller: number;
  readonly maxConnections: number;
  readonly maxSockets: number;
  readonly maxSocketsPerCaller: number;
  readonly maxOperationsPerSocket: number;
  readonly maxUnsentBytes: number;
}

/** Where there is one user, limits of one caller are off unless they are set. */
export function limitsFrom(reader: EnvironmentReader, { oneUser }: { readonly oneUser: boolean }): Limits {
  const perCaller = (name: SettingName) =>
    oneUser && !reader.isSet(name) ? Number.POSITIVE_INFINITY : reader.limit(name);
  return {
    maxBodyBytes: reader.integer('MAX_BODY_BYTES'),
    maxHeaderBytes: reader.integer('MAX_HEADER_BYTES'),
    maxDocumentChars: reader.limit('MAX_DOCUMENT_CHARS'),
    maxTokens: reader.limit('MAX_TOKENS'),
    maxVariablesDepth: reader.integer('MAX_VARIABLES_DEPTH'),
    maxVariablesBytes: reader.limit('MAX_VARIABLES_BYTES'),
    maxDepth: reader.limit('MAX_DEPTH'),
    maxComplexity: reader.limit('MAX_COMPLEXITY'),
    maxAnswerBytes: reader.limit('MAX_ANSWER_BYTES'),
    maxAliases: reader.limit('MAX_ALIASES'),
    maxRootFields: reader.limit('MAX_ROOT_FIELDS'),
    maxDirectives: reader.limit('MAX_DIRECTIVES'),
    maxOperations: reader.limit('MAX_OPERATIONS'),
    maxOperationsPerCaller: perCaller('MAX_OPERATIONS_PER_CALLER'),
    maxOperationsPerSecond: reader.limit('MAX_OPERATIONS_PER_SECOND'),
    maxOperationsPerSecondPerCaller: perCaller('MAX_OPERATIONS_PER_SECOND_PER_CALLER'),
    maxSubscriptions: reader.limit('MAX_SUBSCRIPTIONS'),
    maxSubscriptionsPerCaller: perCaller('MAX_SUBSCRIPTIONS_PER_CALLER'),
    maxSubscriptionBytes: reader.limit('MAX_SUBSCRIPTION_BYTES'),
    maxSubscriptionBytesPerCaller: perCaller('MAX_SUBSCRIPTION_BYTES_PER_CALLER'),
    maxConnections: reader.limit('MAX_CONNECTIONS'),
    maxSockets: reader.limit('MAX_SOCKETS'),
    maxSocketsPerCaller: perCaller('MAX_SOCKETS_PER_CALLER'),
    maxOperationsPerSocket: reader.limit('MAX_OPERATIONS_PER_SOCKET'),
    maxUnsentBytes: reader.limit('MAX_UNSENT_BYTES'),
  };
}
