import { AlbError } from '../errors.js';
import { AnswerTooBigError } from './answer-too-big-error.js';
import type { Discovery } from './discovery.js';
import { ExpiredError } from './expired-error.js';
import type { Identity } from './identity.js';
import { isObject } from './is-object.js';
import { apiVersionOf, type Kind, pathOf } from './kinds.js';
import { type ListPage, listPageSink } from './list-result.js';
import type { KubeObject, Preconditions, Scope, WriteOptions } from './ports.js';
import type { RestClient, RestRequest } from './rest.js';
import { isKindNotServed } from './status-error.js';
import { withoutManagedFields } from './without-managed-fields.js';

export interface ListResult<T extends KubeObject = KubeObject> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
}

/** What a DELETE left. */
export interface DeleteResult<T extends KubeObject = KubeObject> {
  /** The object as it stands while its finalizers hold it; absent: it is gone. */
  readonly remaining?: T;
  /** Whom it hit, where the cluster said so. */
  readonly uid?: string | undefined;
}

/**
 * Few and large: API servers list from memory, but may have to read each further page from etcd, which costs more than all that
 * memory holds. They stream lists, and so does ListBody: neither holds a page as a whole.
 */
const pageSize = 1000;
/** A list whose continue token ran out is begun anew so often; then it is asked for in one piece. */
const pagedAttempts = 3;

/** What no object's name can be, and an API server refuses in a path. References to such names are stored all the same. */
function isPathSegment(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name);
}

/** The verbs of the Kubernetes API by kind, in the version that the cluster serves. A kind that it does not is NOT_FOUND. */
export class KubeClient {
  constructor(
    readonly rest: RestClient,
    readonly discovery: Discovery,
  ) {}

  async get<T extends KubeObject>(
    kind: Kind,
    namespace: string | undefined,
    name: string,
    identity: Identity,
    signal?: AbortSignal,
  ): Promise<T | undefined> {
    if (![namespace ?? '-', name].every(isPathSegment)) return undefined;
    try {
      return await this.#inVersion(kind, true, identity, signal, async (version) => {
        const path = pathOf(kind, version, namespace, name);
        const found = await this.#ask({ method: 'GET', path, identity, signal, verb: 'get', kind: kind.kind });
        return withoutManagedFields(found as T);
      });
    } catch (error) {
      // The object is missing, not the kind: that error knows no Status.
      if (error instanceof AlbError && error.code === 'NOT_FOUND' && error.kubernetes !== undefined) return undefined;
      throw error;
    }
  }

  /** The whole list, page by page. */
  list<T extends KubeObject>(
    kind: Kind,
    scope: Scope,
    identity: Identity,
    signal?: AbortSignal,
  ): Promise<ListResult<T>> {
    return this.#inVersion(kind, false, identity, signal, async (version) => {
      let limit = pageSize;
      for (let attempt = 1; ; ) {
        try {
          const asked = attempt > pagedAttempts ? undefined : limit;
          return await this.#listPages<T>(kind, version, scope, identity, asked, signal);
        } catch (error) {
          if (attempt > pagedAttempts) throw error;
          if (error instanceof AnswerTooBigError && limit > 1) limit = Math.ceil(limit / 10);
          else if (error instanceof ExpiredError) attempt += 1;
          else throw error;
        }
      }
    });
  }

  /** Events after `resourceVersion`, parsed and not judged: {type, object}. */
  async *watch(
    kind: Kind,
    scope: Scope,
    identity: Identity,
    options: { resourceVersion: string; timeoutSeconds: number; signal: AbortSignal; onBytes: () => void },
  ): AsyncGenerator<unknown> {
    const { resourceVersion, timeoutSeconds, signal, onBytes } = options;
    const [version = kind.versions[0] ?? ''] = await this.discovery.versionsOf(kind, identity, signal);
    const path = pathOf(kind, version, scope.namespace);
    const query = { watch: true, allowWatchBookmarks: true, resourceVersion, timeoutSeconds };
    try {
      yield* this.rest.stream(
        { method: 'GET', path, query, identity, signal, verb: 'watch', kind: kind.kind },
        onBytes,
      );
    } catch (error) {
      if (isKindNotServed(error, false)) this.discovery.forget(kind.group);
      throw error;
    }
  }

  create<T extends KubeObject>(kind: Kind, object: T, identity: Identity, options: WriteOptions = {}): Promise<T> {
    return this.#write('POST', 'create', kind, object, identity, options);
  }

  replace<T extends KubeObject>(kind: Kind, object: T, identity: Identity, options: WriteOptions = {}): Promise<T> {
    return this.#write('PUT', 'update', kind, object, identity, options);
  }

  async delete<T extends KubeObject>(
    kind: Kind,
    target: { namespace: string | undefined; name: string },
    preconditions: Preconditions,
    identity: Identity,
    options: WriteOptions = {},
  ): Promise<DeleteResult<T>> {
    const dryRun = options.dryRun === true;
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
      preconditions: { uid: preconditions.uid, resourceVersion: preconditions.resourceVersion },
      ...(dryRun ? { dryRun: ['All'] } : {}),
    };
    const answer = await this.#inVersion(kind, true, identity, undefined, (version) =>
      this.#ask({
        method: 'DELETE',
        path: pathOf(kind, version, target.namespace, target.name),
        ...(dryRun ? { query: { dryRun: 'All' } } : {}),
        body,
        identity,
        changes: !dryRun,
        verb: 'delete',
        kind: kind.kind,
      }),
    );
    // Either a Status, or the object: as it last was, or with a deletionTimestamp because finalizers hold it.
    const { metadata, details } = (answer ?? {}) as Partial<KubeObject> & { details?: { uid?: string } };
    if (metadata?.deletionTimestamp === undefined) return { uid: metadata?.uid ?? details?.uid };
    return { remaining: withoutManagedFields(answer as T), uid: metadata.uid };
  }

  /** The version of the kind that the cluster serves; NOT_FOUND where it serves none. */
  async servedVersion(kind: Kind, identity: Identity, signal?: AbortSignal): Promise<string> {
    const [version] = await this.discovery.versionsOf(kind, identity, signal);
    if (version === undefined) throw this.#notServed(kind);
    return version;
  }

  #write<T extends KubeObject>(
    method: 'POST' | 'PUT',
    verb: string,
    kind: Kind,
    object: T,
    identity: Identity,
    options: WriteOptions,
  ): Promise<T> {
    const { namespace, name } = object.metadata;
    const named = method === 'PUT';
    return this.#inVersion(kind, named, identity, undefined, async (version) => {
      const written = await this.#ask({
        method,
        path: pathOf(kind, version, namespace, named ? name : undefined),
        ...(options.dryRun === true ? { query: { dryRun: 'All' } } : {}),
        // The versions of one kind that this server speaks share a schema: what was read in one is written in any.
        body: { ...object, apiVersion: apiVersionOf(kind, version), kind: kind.kind },
        identity,
        changes: options.dryRun !== true,
        verb,
        kind: kind.kind,
      });
      return withoutManagedFields(written as T);
    });
  }

  async #listPages<T extends KubeObject>(
    kind: Kind,
    version: string,
    scope: Scope,
    identity: Identity,
    limit: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ListResult<T>> {
    const path = pathOf(kind, version, scope.namespace);
    const items: T[] = [];
    let page: ListPage<T> | undefined;
    do {
      const query = { limit, fieldSelector: scope.fieldSelector, continue: page?.continue };
      page = (await this.rest.request({
        method: 'GET',
        path,
        query,
        identity,
        signal,
        verb: 'list',
        kind: kind.kind,
        sink: listPageSink<T>(kind, version),
      })) as ListPage<T>;
      for (const item of page.items) items.push(item);
    } while (page.continue !== '');
    return { items, resourceVersion: page.resourceVersion };
  }

  /** A request whose answer is an object. */
  async #ask(request: RestRequest): Promise<unknown> {
    const answer = await this.rest.request(request);
    if (isObject(answer) || request.method === 'DELETE') return answer;
    throw new AlbError(
      'CLUSTER_UNAVAILABLE',
      `Cluster ${this.rest.cluster} answered with something other than an object`,
      {
        outcomeUnknown: request.changes === true,
      },
    );
  }

  /** Runs a request in the version known to be served, or, if the cluster denies it, in those that it says it serves now. */
  async #inVersion<R>(
    kind: Kind,
    named: boolean,
    identity: Identity,
    signal: AbortSignal | undefined,
    run: (version: string) => Promise<R>,
  ): Promise<R> {
    let denial: unknown;
    for (const again of [false, true]) {
      if (again) this.discovery.forget(kind.group);
      for (const version of await this.discovery.versionsOf(kind, identity, signal)) {
        try {
          return await run(version);
        } catch (error) {
          if (!isKindNotServed(error, named)) throw error;
          denial = error;
        }
      }
      // Nothing was learnt from what is known: asking anew would answer the same.
      if (denial === undefined || kind.versions.length < 2) break;
    }
    throw this.#notServed(kind, denial);
  }

  #notServed(kind: Kind, cause?: unknown): AlbError {
    const group = kind.group === '' ? 'core' : kind.group;
    return new AlbError('NOT_FOUND', `Cluster ${this.rest.cluster} does not serve ${kind.kind} (${group})`, { cause });
  }
}
