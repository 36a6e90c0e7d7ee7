import { badRequest, StatusError } from './status.js';

type Json = Record<string, unknown>;

/** Applies a patch of the given content type; 415 for the types that custom resources do not take. */
export function applyPatch(target: unknown, patch: unknown, contentType: string): unknown {
  switch (contentType) {
    case 'application/merge-patch+json':
      return mergePatch(target, patch);
    case 'application/json-patch+json':
      return jsonPatch(target, patch);
    default:
      throw new StatusError(
        415,
        'UnsupportedMediaType',
        'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json',
      );
  }
}

/** RFC 7386. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Json =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...(target as Json) } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

/** RFC 6902: add, remove, replace, test, move and copy. */
function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw badRequest('a JSON patch is a list of operations');
  const document = { root: structuredClone(target) };
  for (const operation of patch as Operation[]) applyOperation(document, operation);
  return document.root;
}

function applyOperation(document: { root: unknown }, { op, path, from, value }: Operation): void {
  switch (op) {
    case 'add':
      return insert(document, path, value);
    case 'remove':
      remove(document, path);
      return;
    case 'replace':
      remove(document, path);
      return insert(document, path, value);
    case 'move':
      return insert(document, path, remove(document, from ?? ''));
    case 'copy':
      return insert(document, path, structuredClone(find(document, from ?? '')));
    case 'test':
      if (JSON.stringify(find(document, path)) === JSON.stringify(value)) return;
      throw new StatusError(
        422,
        'Invalid',
        `the server rejected our request due to an error in our request: testing ${path} failed`,
      );
    default:
      throw badRequest(`unknown JSON patch operation ${op}`);
  }
}

function parent(document: { root: unknown }, path: string): { holder: Json | unknown[]; key: string } {
  const keys = path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const key = keys.pop();
  let holder: unknown = document.root;
  for (const step of keys) holder = (holder as Json | undefined)?.[step];
  if (key === undefined || typeof holder !== 'object' || holder === null) throw missing(path);
  return { holder: holder as Json, key };
}

function find(document: { root: unknown }, path: string): unknown {
  const { holder, key } = parent(document, path);
  return (holder as Json)[key];
}

function insert(document: { root: unknown }, path: string, value: unknown): void {
  const { holder, key } = parent(document, path);
  if (Array.isArray(holder)) holder.splice(key === '-' ? holder.length : Number(key), 0, value);
  else holder[key] = value;
}

function remove(document: { root: unknown }, path: string): unknown {
  const { holder, key } = parent(document, path);
  const value = (holder as Json)[key];
  if (value === undefined) throw missing(path);
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
  return value;
}

function missing(path: string): StatusError {
  return new StatusError(
    422,
    'Invalid',
    `the server rejected our request due to an error in our request: no such path ${path}`,
  );
}
