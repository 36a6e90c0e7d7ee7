import type { ServerResponse } from 'node:http';
import type { KubeObject } from '../../../src/kube/ports.js';
import { type ApiRequest, type FakeApi, sendJson, startApi, status } from './fake-api.js';

interface Question {
  verb: string;
  resource: string;
  namespace?: string | undefined;
  name?: string | undefined;
}

interface Stored {
  readonly resource: string;
  object: KubeObject;
}

interface Watch {
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly response: ServerResponse;
}

/** Just enough of an API server: objects by resource, watches, and rights by token. */
export class FakeCluster {
  api!: FakeApi;
  gatewayVersions = ['v1', 'v1beta1'];
  /** Which bearer (or '' for none) may do what. */
  may: (token: string, question: Question) => boolean = () => true;
  /** Answers a request in the cluster's place when it returns true. */
  intercept: (request: ApiRequest, response: ServerResponse, token: string) => boolean = () => false;
  /** The rules that the cluster tells of any caller when asked for all; which of them hold is for `may` to say. */
  rules: object[] = [];
  readonly watches = new Set<Watch>();
  #stored: Stored[] = [];
  #version = 100;

  static async start(): Promise<FakeCluster> {
    const cluster = new FakeCluster();
    cluster.api = await startApi((request, response) => cluster.#handle(request, response));
    return cluster;
  }

  requestsOf(method: string, ending: string): ApiRequest[] {
    return this.api.requests.filter((request) => request.method === method && request.path.endsWith(ending));
  }

  put(resource: string, metadata: { name: string; namespace?: string }, spec: object = {}): KubeObject {
    this.#version += 1;
    const found = this.#find(resource, metadata.namespace, metadata.name);
    const uid = found?.object.metadata.uid ?? `uid-${this.#version}`;
    const object = { metadata: { ...metadata, uid, resourceVersion: String(this.#version) }, spec };
    if (found === undefined) this.#stored.push({ resource, object });
    else found.object = object;
    this.#tell(found === undefined ? 'ADDED' : 'MODIFIED', resource, object);
    return object;
  }

  remove(resource: string, namespace: string | undefined, name: string): KubeObject | undefined {
    const found = this.#find(resource, namespace, name);
    if (found === undefined) return undefined;
    this.#version += 1;
    this.#stored = this.#stored.filter((entry) => entry !== found);
    const metadata = { ...found.object.metadata, resourceVersion: String(this.#version) };
    this.#tell('DELETED', resource, { ...found.object, metadata });
    return found.object;
  }

  close(): Promise<void> {
    return this.api.close();
  }

  #find(resource: string, namespace: string | undefined, name: string): Stored | undefined {
    return this.#stored.find(
      ({ resource: kept, object }) =>
        kept === resource && object.metadata.namespace === namespace && object.metadata.name === name,
    );
  }

  #tell(type: string, resource: string, object: KubeObject): void {
    for (const watch of this.watches) {
      if (watch.resource !== resource) continue;
      if (watch.namespace !== undefined && watch.namespace !== object.metadata.namespace) continue;
      watch.response.write(`${JSON.stringify({ type, object })}\n`);
    }
  }

  #handle(request: ApiRequest, response: ServerResponse): unknown {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    if (this.intercept(request, response, token)) return undefined;
    if (token === 'expired') return sendJson(response, 401, status(401, 'Unauthorized'));
    if (request.path === '/version') return sendJson(response, 200, { gitVersion: 'v1.36.3' });
    if (request.path === '/apis/gateway.networking.k8s.io') {
      if (this.gatewayVersions.length === 0) return sendJson(response, 404, status(404, 'NotFound'));
      return sendJson(response, 200, { versions: this.gatewayVersions.map((version) => ({ version })) });
    }
    if (request.path.endsWith('/selfsubjectrulesreviews')) {
      return sendJson(response, 201, { status: { incomplete: false, resourceRules: this.rules } });
    }
    if (request.path.endsWith('/selfsubjectaccessreviews')) {
      const { resourceAttributes } = (request.body as { spec: { resourceAttributes: Question } }).spec;
      return sendJson(response, 201, { status: { allowed: this.may(token, resourceAttributes) } });
    }
    const match = /^\/(?:api|apis\/[^/]+)\/([^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?$/.exec(
      request.path,
    );
    if (match === null) return response.writeHead(404).end('404 page not found');
    const [, version = '', namespace, resource = '', name] = match;
    if (request.path.includes('gateway.networking') && !this.gatewayVersions.includes(version)) {
      return response.writeHead(404).end('404 page not found');
    }
    return this.#serve(request, response, token, { resource, namespace, name });
  }

  #serve(
    request: ApiRequest,
    response: ServerResponse,
    token: string,
    { resource, namespace, name }: { resource: string; namespace: string | undefined; name: string | undefined },
  ): unknown {
    const watching = request.query.get('watch') === 'true';
    const read = name !== undefined ? 'get' : watching ? 'watch' : 'list';
    const verb = { GET: read, POST: 'create', PUT: 'update', DELETE: 'delete' }[request.method] ?? '';
    if (!this.may(token, { verb, resource, namespace, name })) {
      return sendJson(response, 403, status(403, 'Forbidden', `${verb} ${resource} is forbidden`));
    }
    if (watching) {
      const watch = { resource, namespace, response };
      this.watches.add(watch);
      response.on('close', () => this.watches.delete(watch));
      response.writeHead(200).flushHeaders();
      return undefined;
    }
    if (verb === 'list') {
      const items = this.#stored
        .filter((entry) => entry.resource === resource)
        .filter(({ object }) => namespace === undefined || object.metadata.namespace === namespace)
        .map(({ object }) => object);
      return sendJson(response, 200, { metadata: { resourceVersion: String(this.#version) }, items });
    }
    if (verb === 'create' || verb === 'update') {
      const { metadata, ...rest } = request.body as KubeObject;
      return sendJson(response, 200, { ...rest, ...this.put(resource, metadata) });
    }
    const found = this.#find(resource, namespace, name ?? '')?.object;
    if (found === undefined) return sendJson(response, 404, status(404, 'NotFound', 'not found', { name }));
    if (verb === 'get') return sendJson(response, 200, found);
    this.remove(resource, namespace, name ?? '');
    return sendJson(response, 200, { kind: 'Status', status: 'Success', details: { name, uid: found.metadata.uid } });
  }
}
