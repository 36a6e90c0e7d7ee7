import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { graphqlPath } from './graphql-path.js';
import type { HostOptions } from './host-options.js';
import { type DocumentParams, textOf } from './text-of.js';

/**
 * Puts the text into a request that names its document by an id: what comes after knows texts alone. Answers the error of
 * an id that is not known.
 */
export function nameText(host: HostOptions, request: FastifyRequest): GraphQLError | undefined {
  return request.method === 'GET' ? nameInUrl(host, request) : nameInBody(host, request);
}

function nameInBody(host: HostOptions, request: FastifyRequest): GraphQLError | undefined {
  const body = (request.body ?? {}) as DocumentParams;
  const text = textOf(host, body);
  if (text instanceof GraphQLError) return text;
  const { documentId: _, extensions, ...rest } = body;
  if (text !== undefined) request.body = { ...rest, query: text };
  // Apollo would take it for a wish to store the text.
  else if (extensions !== undefined) request.body = { ...rest, extensions: withoutPersistedQuery(extensions) };
  return undefined;
}

function withoutPersistedQuery(extensions: unknown): unknown {
  if (typeof extensions !== 'object' || extensions === null || !('persistedQuery' in extensions)) return extensions;
  const { persistedQuery: _, ...rest } = extensions;
  return rest;
}

function nameInUrl(host: HostOptions, request: FastifyRequest): GraphQLError | undefined {
  const start = request.url.indexOf('?');
  if (start < 0) return undefined;
  const search = new URLSearchParams(request.url.slice(start));
  const [query, documentId, extensions] = ['query', 'documentId', 'extensions'].map((name) => search.get(name));
  if (!documentId && !extensions) return undefined;
  const text = textOf(host, { query, documentId, extensions: jsonOrNothing(extensions) });
  if (text instanceof GraphQLError) return text;
  if (text !== undefined) search.set('query', text);
  search.delete('documentId');
  search.delete('extensions');
  request.raw.url = `${graphqlPath}?${search}`;
  return undefined;
}

function jsonOrNothing(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}
