import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Content codings in the order in which they are preferred, and how a compressed twin's name ends. */
const codings = [
  ['br', 'br'],
  ['gzip', 'gz'],
] as const;

export interface StaticFile {
  readonly type: string;
  /** By content: file times are all the same in a published package. */
  readonly hash: string;
  readonly content: Buffer;
  /** Compressed when it was built, by content coding. */
  readonly twins: ReadonlyMap<string, Buffer>;
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** `name`: for its media type, by its extension. */
export function staticFile(name: string, content: Buffer, twins: ReadonlyMap<string, Buffer> = new Map()): StaticFile {
  return {
    type: types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
    hash: createHash('sha256').update(content).digest('base64url').slice(0, 16),
    content,
    twins,
  };
}

/** A file with the twins that lie beside it. Rejects with ENOENT where it is not there. */
export async function readStaticFile(path: string): Promise<StaticFile> {
  const content = await readFile(path);
  const twins = new Map<string, Buffer>();
  for (const [coding, extension] of codings) {
    const twin = await readFile(`${path}.${extension}`).catch(() => undefined);
    if (twin !== undefined) twins.set(coding, twin);
  }
  return staticFile(path, content, twins);
}

/** `forever`: its name changes with its content, so a browser never need ask again. Else it asks whether it has changed. */
export function sendStaticFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, hash, content, twins }: StaticFile,
  { forever }: { forever: boolean },
): FastifyReply {
  const coding = codings.map(([name]) => name).find((name) => twins.has(name) && accepts(request, name));
  const etag = `"${hash}${coding === undefined ? '' : `-${coding}`}"`;
  reply.headers({ etag, 'cache-control': forever ? 'public, max-age=31536000, immutable' : 'no-cache' });
  if (twins.size > 0) reply.header('vary', 'accept-encoding');
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
  reply.type(type);
  if (coding === undefined) return reply.send(content);
  return reply.header('content-encoding', coding).send(twins.get(coding));
}

function accepts({ headers }: FastifyRequest, coding: string): boolean {
  return (headers['accept-encoding'] ?? '').split(',').some((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return name === coding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return (ifNoneMatch ?? '').split(',').some((known) => known.trim().replace(/^W\//, '') === etag);
}
