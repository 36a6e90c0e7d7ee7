import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DocumentNode } from 'graphql';
import type { OperationContext } from '../graphql/engine.js';
import type { Caller } from '../kube/ports.js';
import type { HostOptions } from './host-options.js';
import { OperationScope } from './operation-scope.js';
import { type PreparedOperation, prepareOperation } from './prepare-operation.js';
import { quickRequestFrom } from './quick-request.js';

/** What Apollo is to go on with, where the quick way was no way. */
export interface Begun {
  /** What the gate said of the operation; absent until it was asked. */
  prepared?: PreparedOperation;
  /** What was read so far, and the time that is left; whoever takes it over ends it. */
  readonly operation?: { readonly context: OperationContext; readonly scope: OperationScope };
}

/**
 * Answers queries from memory with finished bytes, past Apollo: behind the same gate, with the same deadline and metrics.
 * 'sent', or what there is to go on with.
 */
export async function answerQuickly(
  host: HostOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller,
  parsed?: DocumentNode,
): Promise<Begun | 'sent'> {
  const { engine, clock, metrics } = host;
  const asked = quickRequestFrom(request);
  if (asked === undefined) return {};
  const startedMs = clock.elapsed();
  const prepared = prepareOperation(host, asked, parsed);
  if (prepared.kind === 'refused' || prepared.type !== 'query') return { prepared };
  const { passed, type, name, field } = prepared;
  const scope = new OperationScope(host, type);
  const onClose = () => scope.disconnect();
  reply.raw.once('close', onClose);
  try {
    const result = await engine.answer(passed, caller, scope);
    if (result.kind === 'unanswered') return { prepared, operation: { context: result.context, scope } };
    if (result.kind === 'refused') {
      scope.end();
      return { prepared: result };
    }
    scope.finish();
    const { bytes } = result.answer;
    reply.header('content-type', asked.contentType);
    if (request.method === 'GET') {
      const { etag } = result.answer;
      reply.headers({ etag, 'cache-control': 'private, no-cache', vary: 'authorization, accept' });
      if (isKnown(request.headers['if-none-match'], etag)) reply.code(304);
    }
    metrics.countOperation({ name, field, type, code: 'OK', durationMs: clock.elapsed() - startedMs, caller });
    reply.send(reply.statusCode === 304 ? undefined : bytes);
    return 'sent';
  } catch (thrown) {
    scope.end();
    throw thrown;
  } finally {
    reply.raw.off('close', onClose);
  }
}

/** If-None-Match compares weakly: a proxy may have marked the tag it passed on. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return (ifNoneMatch ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
