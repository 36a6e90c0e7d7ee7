/**
 * An embedded Kubernetes API: a function from a request to an answer, with storage, watches, validation and rights.
 *
 * It does not do: other kinds than GatewayClass, Gateway, ALB2, Namespace and Event; server-side apply, strategic merge
 * patches and deletecollection; managedFields, owner references and garbage collection; deleting a namespace with what is in
 * it; admission webhooks and policies, quotas; tables, protobuf, OpenAPI; exec into anything. Its one process is its one
 * replica, and what it stores is gone with it. What it does, the conformance clauses hold against a real API server.
 */
import type { Clock } from '../clock.js';
import { apiVersionOf } from '../kube/kinds.js';
import { SandboxAdmin } from './admin.js';
import { discover, listKind } from './discovery.js';
import type { SandboxObject } from './json.js';
import { Objects, type Preconditions, parseJson, parseObject } from './objects.js';
import { applyPatch } from './patch.js';
import { resourcesFor, type SandboxResource } from './resource.js';
import { answerReview } from './reviews.js';
import { fieldSelector, labelSelector, type Matches } from './selectors.js';
import { badRequest, gone, notFound, StatusError } from './status.js';
import { Storage } from './storage.js';
import { type SandboxRule, type SandboxToken, Users } from './users.js';
import { openWatch } from './watch.js';

export interface SandboxOptions {
  readonly clock: Clock;
  /** 0 <= n < 1. */
  readonly random: () => number;
  /** Absent: everybody may do everything. */
  readonly tokens?: readonly SandboxToken[] | undefined;
  readonly gatewayApiVersions?: readonly string[] | undefined;
  readonly kubernetesVersion?: string | undefined;
  /** Changes kept for watches to resume from, of each kind. */
  readonly historyLimit?: number | undefined;
}

export interface SandboxRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SandboxResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterableIterator<string>;
}

export interface SandboxStats {
  /** Watches open now, by kind. */
  readonly watches: Readonly<Record<string, number>>;
  /** Requests so far, as `VERB kind`. */
  readonly requests: Readonly<Record<string, number>>;
}

interface Target {
  readonly resource: SandboxResource;
  readonly version: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly status: boolean;
}

const maxWatchMs = 30 * 60_000;

export class Sandbox {
  readonly #storage: Storage;
  readonly #objects: Objects;
  readonly #users: Users;
  readonly #resources: readonly SandboxResource[];
  readonly #watches = new Map<string, number>();
  readonly #requests = new Map<string, number>();
  readonly #closing = new AbortController();

  constructor(private readonly options: SandboxOptions) {
    const { clock, random, tokens, historyLimit = 1_000, gatewayApiVersions = ['v1', 'v1beta1'] } = options;
    this.#storage = new Storage(historyLimit);
    this.#objects = new Objects(this.#storage, clock, random);
    this.#users = new Users(tokens);
    this.#resources = resourcesFor(gatewayApiVersions);
  }

  async handle(request: SandboxRequest): Promise<SandboxResponse> {
    try {
      return this.#route(request);
    } catch (thrown) {
      if (!(thrown instanceof StatusError)) throw thrown;
      return json(thrown.code, thrown.toStatus());
    }
  }

  /** The store without rights: for the simulated operator, and for filling. */
  get admin(): SandboxAdmin {
    return new SandboxAdmin(this.#storage, this.#objects, this.#resources);
  }

  stats(): SandboxStats {
    return { watches: Object.fromEntries(this.#watches), requests: Object.fromEntries(this.#requests) };
  }

  setRules(token: string, rules: readonly SandboxRule[]): void {
    this.#users.setRules(token, rules);
  }

  /** Forgets the history: a watch from an older revision meets 410. */
  compact(): void {
    this.#storage.compact();
  }

  /** Ends every watch. */
  close(): void {
    this.#closing.abort();
  }

  #route(request: SandboxRequest): SandboxResponse {
    const url = new URL(request.url, 'http://sandbox');
    if (['/readyz', '/livez', '/healthz'].includes(url.pathname))
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };
    const user = this.#users.identify(request.headers['authorization']);
    const review = request.method === 'POST' ? answerReview(url.pathname, request.body, user) : undefined;
    if (review !== undefined) {
      this.#count(`CREATE ${url.pathname.split('/').at(-1)}`);
      return json(201, review);
    }
    const found = discover(url.pathname, this.#resources, this.options.kubernetesVersion ?? 'v1.36.3');
    if (found !== undefined) return json(200, found);
    const target = this.#target(url.pathname);
    const verb = verbOf(request.method, target, url.searchParams);
    this.#count(`${verb.toUpperCase()} ${target.resource.kind}`);
    const { group, plural } = target.resource;
    const named = this.#nameAsked(target, url.searchParams);
    const resource = target.status ? `${plural}/status` : plural;
    this.#users.require(user, { verb, group, resource, namespace: target.namespace, name: named });
    return this.#act(verb, target, url.searchParams, request);
  }

  #act(verb: string, target: Target, query: URLSearchParams, request: SandboxRequest): SandboxResponse {
    const { resource, namespace } = target;
    const dryRun = dryRunOf(query);
    switch (verb) {
      case 'get':
        return json(200, this.#shown(target, this.#find(target)));
      case 'list':
        return this.#list(target, query);
      case 'watch':
        return this.#watch(target, query, request.signal);
      case 'create':
        return json(
          201,
          this.#shown(target, this.#objects.create(resource, namespace, parseObject(request.body, resource), dryRun)),
        );
      case 'update': {
        const body = parseObject(request.body, resource);
        return json(
          200,
          this.#shown(
            target,
            this.#objects.replace(resource, this.#find(target), body, { status: target.status, dryRun }),
          ),
        );
      }
      case 'patch':
        return json(200, this.#shown(target, this.#patch(target, request, dryRun)));
      case 'delete':
        return this.#delete(target, request.body, dryRun);
      default:
        throw new StatusError(
          405,
          'MethodNotAllowed',
          `the server does not allow this method on the requested resource`,
        );
    }
  }

  #patch(target: Target, request: SandboxRequest, dryRun: boolean): SandboxObject {
    const before = this.#find(target);
    const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
    const patched = applyPatch(this.#shown(target, before), parseJson(request.body), contentType) as SandboxObject;
    // Without a resourceVersion of its own a patch applies to whatever is there.
    return this.#objects.replace(target.resource, before, patched, { status: target.status, dryRun });
  }

  #delete(target: Target, body: string | undefined, dryRun: boolean): SandboxResponse {
    const options = (body ? parseJson(body) : {}) as { preconditions?: Preconditions; dryRun?: string[] };
    const before = this.#find(target);
    const wanted = dryRun || (options.dryRun ?? []).includes('All');
    const { object, gone: isGone } = this.#objects.delete(target.resource, before, options.preconditions ?? {}, wanted);
    if (!isGone) return json(200, this.#shown(target, object));
    const { name, uid } = object.metadata;
    const { group, plural } = target.resource;
    const details = { name, group, kind: plural, uid };
    return json(200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details });
  }

  #list(target: Target, query: URLSearchParams): SandboxResponse {
    const { resource, namespace, version } = target;
    const matches = selection(query);
    const limit = Number(query.get('limit') ?? 0);
    const page = this.#pageFrom(resource.kind, query.get('continue'));
    const all = page?.rest ?? this.#storage.list(resource.kind, namespace).filter(matches);
    const revision = page?.revision ?? this.#storage.revision;
    const items = limit > 0 ? all.slice(0, limit) : all;
    const rest = all.slice(items.length);
    const metadata = {
      resourceVersion: String(revision),
      ...(rest.length > 0 && { continue: this.#continueToken(revision, rest), remainingItemCount: rest.length }),
    };
    return json(200, {
      kind: listKind(resource),
      apiVersion: apiVersionOf(resource, version),
      metadata,
      items: items.map((object) => this.#shown(target, object)),
    });
  }

  /** Pages under way: what is left of a list as it was. The token is the key; it dies with the history. */
  readonly #pages = new Map<string, { revision: number; rest: SandboxObject[] }>();

  #continueToken(revision: number, rest: SandboxObject[]): string {
    const token = Buffer.from(JSON.stringify({ v: revision, start: rest[0]?.metadata.uid })).toString('base64url');
    if (this.#pages.size > 100) this.#pages.clear();
    this.#pages.set(token, { revision, rest });
    return token;
  }

  #pageFrom(kind: string, token: string | null): { revision: number; rest: SandboxObject[] } | undefined {
    if (!token) return undefined;
    const page = this.#pages.get(token);
    if (page !== undefined && this.#storage.holds(kind, page.revision)) return page;
    if (page === undefined && !isToken(token)) throw badRequest('continue key is not valid: it is malformed');
    throw gone('The provided continue parameter is too old to display a consistent list result.');
  }

  #watch(target: Target, query: URLSearchParams, signal: AbortSignal | undefined): SandboxResponse {
    const { resource, namespace } = target;
    const asked = query.get('resourceVersion') ?? '';
    if (!/^\d*$/.test(asked)) {
      // 500 rather than 400: so the real one answers.
      throw new StatusError(
        500,
        'InternalError',
        `Internal error occurred: strconv.ParseUint: parsing "${asked}": invalid syntax`,
      );
    }
    const timeoutSeconds = Number(query.get('timeoutSeconds') ?? 0);
    this.#watches.set(resource.kind, (this.#watches.get(resource.kind) ?? 0) + 1);
    const onClose = () => this.#watches.set(resource.kind, (this.#watches.get(resource.kind) ?? 1) - 1);
    const headers = { 'content-type': 'application/json' };
    try {
      const body = openWatch(this.#storage, this.options.clock, {
        kind: resource.kind,
        namespace,
        matches: selection(query),
        since: asked === '' || asked === '0' ? undefined : Number(asked),
        bookmarks: query.get('allowWatchBookmarks') === 'true',
        timeoutMs: timeoutSeconds > 0 ? timeoutSeconds * 1_000 : maxWatchMs,
        convert: (object) => this.#shown(target, object),
        signal: signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]),
        onClose,
      });
      return { status: 200, headers, body };
    } catch (thrown) {
      onClose();
      if (!(thrown instanceof StatusError) || thrown.code !== 410) throw thrown;
      // An expired watch is answered as the API server does: 200, and one ERROR event.
      return { status: 200, headers, body: `${JSON.stringify({ type: 'ERROR', object: thrown.toStatus() })}\n` };
    }
  }

  #find({ resource, namespace, name = '' }: Target): SandboxObject {
    const found = this.#storage.get(resource.kind, namespace, name);
    if (found === undefined) throw notFound(resource, name);
    return found;
  }

  /** An object in the version that was asked for: all versions of a kind have one schema. */
  #shown({ resource, version }: Target, object: SandboxObject): SandboxObject {
    return { ...object, apiVersion: apiVersionOf(resource, version) };
  }

  /** Rights are asked by name also where a list or watch is of one name. */
  #nameAsked({ name }: Target, query: URLSearchParams): string | undefined {
    return name ?? /(?:^|,)metadata\.name=([^,]+)/.exec(query.get('fieldSelector') ?? '')?.[1];
  }

  #target(path: string): Target {
    const parts = path.split('/').slice(1).map(decodeURIComponent);
    const [group = '', version = '', ...rest] = parts[0] === 'api' ? ['', ...parts.slice(1)] : parts.slice(1);
    // A namespace's own path ends where another kind's goes on.
    const inNamespace = rest[0] === 'namespaces' && rest.length > 2 && rest[2] !== 'status';
    const [plural = '', name, subresource, ...more] = inNamespace ? rest.slice(2) : rest;
    const resource = this.#resources.find(
      (one) => one.group === group && one.plural === plural && one.versions.includes(version),
    );
    const known =
      resource !== undefined &&
      more.length === 0 &&
      (subresource === undefined || (subresource === 'status' && resource.hasStatus));
    if (
      !known ||
      (inNamespace && !resource.namespaced) ||
      (name !== undefined && resource.namespaced && !inNamespace)
    ) {
      throw new StatusError(404, 'NotFound', 'the server could not find the requested resource');
    }
    return { resource, version, namespace: inNamespace ? rest[1] : undefined, name, status: subresource === 'status' };
  }

  #count(what: string): void {
    this.#requests.set(what, (this.#requests.get(what) ?? 0) + 1);
  }
}

function verbOf(method: string, { name }: Target, query: URLSearchParams): string {
  const watching = ['1', 'true'].includes(query.get('watch') ?? '');
  switch (method) {
    case 'GET':
      return name !== undefined ? 'get' : watching ? 'watch' : 'list';
    case 'POST':
      return name === undefined ? 'create' : 'unknown';
    case 'PUT':
      return name === undefined ? 'unknown' : 'update';
    case 'PATCH':
      return name === undefined ? 'unknown' : 'patch';
    case 'DELETE':
      return name === undefined ? 'deletecollection' : 'delete';
    default:
      return 'unknown';
  }
}

function dryRunOf(query: URLSearchParams): boolean {
  const values = query.getAll('dryRun');
  if (values.some((value) => value !== 'All')) throw badRequest('Invalid value: dryRun: supported values: "All"');
  return values.length > 0;
}

function selection(query: URLSearchParams): Matches {
  const [byLabel, byField] = [
    labelSelector(query.get('labelSelector') ?? ''),
    fieldSelector(query.get('fieldSelector') ?? ''),
  ];
  return (object) => byLabel(object) && byField(object);
}

function isToken(text: string): boolean {
  try {
    return typeof JSON.parse(Buffer.from(text, 'base64url').toString('utf8')).v === 'number';
  } catch {
    return false;
  }
}

function json(status: number, body: object): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
