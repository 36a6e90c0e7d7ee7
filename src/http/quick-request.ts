import type { FastifyRequest } from 'fastify';
import { preferredMediaType } from './preferred-media-type.js';
import type { OperationRequest } from './prepare-operation.js';

/** A plain request for one operation, and how its answer is to be labelled. */
export interface QuickRequest extends OperationRequest {
  readonly contentType: string;
}

/** Undefined for everything out of the ordinary, which is Apollo's to judge. */
export function quickRequestFrom(request: FastifyRequest): QuickRequest | undefined {
  const contentType = contentTypeFor(request.headers.accept);
  if (contentType === undefined) return undefined;
  const operation = request.method === 'GET' ? operationFromUrl(request.url) : operationFromBody(request.body);
  return operation && { ...operation, contentType };
}

function contentTypeFor(accept: string | undefined): string | undefined {
  const wanted =
    accept === undefined || accept === '*/*'
      ? 'application/json'
      : preferredMediaType(accept, ['application/json', 'application/graphql-response+json']);
  return wanted && `${wanted}; charset=utf-8`;
}

function operationFromBody(body: unknown): OperationRequest | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { query, operationName, variables, extensions } = body as Record<string, unknown>;
  return operationFrom(query, operationName, variables, extensions);
}

function operationFromUrl(url: string): OperationRequest | undefined {
  const search = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const names = ['query', 'operationName', 'variables', 'extensions'];
  if (names.some((name) => search.getAll(name).length > 1)) return undefined;
  const [query, operationName, variables, extensions] = names.map((name) => search.get(name) ?? undefined);
  return operationFrom(query, operationName || undefined, parsed(variables), extensions || undefined);
}

function operationFrom(
  query: unknown,
  operationName: unknown,
  variables: unknown,
  extensions: unknown,
): OperationRequest | undefined {
  if (typeof query !== 'string' || query === '' || (extensions ?? undefined) !== undefined) return undefined;
  if ((operationName ?? undefined) !== undefined && typeof operationName !== 'string') return undefined;
  if ((variables ?? undefined) !== undefined && !isRecord(variables)) return undefined;
  return { query, operationName: operationName as string | null, variables: variables as Record<string, unknown> };
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is no JSON stays a text, which no operation's variables are. */
function parsed(text: string | undefined): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
