import { expect } from '@jest/globals';
import type { KubeApi } from '../harness/kube-api.js';

/** What a clause runs against: a Kubernetes API with the three kinds, and a namespace of its own. */
export interface ClauseContext {
  readonly api: KubeApi;
  readonly namespace: string;
  /** Makes the API forget its history up to now. */
  expireHistory(): Promise<void>;
}

export interface Clause {
  readonly id: string;
  readonly says: string;
  run(context: ClauseContext): Promise<void>;
}

const albs = (namespace: string) => `/apis/crd.alauda.io/v2beta1/namespaces/${namespace}/alaudaloadbalancer2`;
const gateways = (namespace: string, version = 'v1') =>
  `/apis/gateway.networking.k8s.io/${version}/namespaces/${namespace}/gateways`;

const alb = (
  name: string,
  extra: { labels?: object; config?: object; finalizers?: string[]; annotations?: object } = {},
) => ({
  apiVersion: 'crd.alauda.io/v2beta1',
  kind: 'ALB2',
  metadata: {
    name,
    ...(extra.labels && { labels: extra.labels }),
    ...(extra.annotations && { annotations: extra.annotations }),
    ...(extra.finalizers && { finalizers: extra.finalizers }),
  },
  spec: { type: 'nginx', config: { replicas: 1, ...extra.config } },
});

const gateway = (name: string, listeners: object[] = [{ name: 'http', port: 80, protocol: 'HTTP' }]) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name },
  spec: { gatewayClassName: 'conformance', listeners },
});

const mergePatch = 'application/merge-patch+json';

/** The first event of a watch. One that ends without any, or that a starting server puts off, is opened again. */
async function firstAnswer(api: KubeApi, path: string, query: string) {
  for (;;) {
    const watch = await api.watch(path, query);
    const event = await watch.next();
    watch.stop();
    if (event !== undefined && watch.status !== 429) return { status: watch.status, event };
  }
}

/** Clauses of the Kubernetes API that this project relies on. Each is one promise, and fails for one reason. */
export const clauses: readonly Clause[] = [
  {
    id: 'create-sets-metadata',
    says: 'POST answers 201 with uid, resourceVersion, generation 1 and creationTimestamp',
    async run({ api, namespace }) {
      const { status, body } = await api.post(albs(namespace), alb('created'));
      expect(status).toBe(201);
      expect(body.metadata).toMatchObject({ name: 'created', namespace, generation: 1 });
      expect(body.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
      expect(body.metadata.resourceVersion).toMatch(/^\d+$/);
      expect(Date.parse(body.metadata.creationTimestamp)).not.toBeNaN();
    },
  },
  {
    id: 'create-existing-409',
    says: 'POST of a name that exists is 409 AlreadyExists',
    async run({ api, namespace }) {
      await api.post(albs(namespace), alb('twice'));
      const { status, body } = await api.post(albs(namespace), alb('twice'));
      expect([status, body.kind, body.status, body.reason]).toEqual([409, 'Status', 'Failure', 'AlreadyExists']);
      expect(body.details).toMatchObject({ name: 'twice', group: 'crd.alauda.io', kind: 'alaudaloadbalancer2' });
    },
  },
  {
    id: 'create-namespace-missing-404',
    says: 'POST into a namespace that is not there is 404 about namespaces',
    async run({ api }) {
      const { status, body } = await api.post(albs('no-such-namespace'), alb('lost'));
      expect([status, body.reason]).toEqual([404, 'NotFound']);
      expect(body.details).toMatchObject({ name: 'no-such-namespace', kind: 'namespaces' });
    },
  },
  {
    id: 'create-illegal-name-422',
    says: 'POST with an illegal name is 422 with a cause at metadata.name',
    async run({ api, namespace }) {
      const { status, body } = await api.post(albs(namespace), alb('Not_Legal'));
      expect([status, body.reason]).toEqual([422, 'Invalid']);
      expect(body.details.causes).toEqual(
        expect.arrayContaining([expect.objectContaining({ field: 'metadata.name' })]),
      );
    },
  },
  {
    id: 'create-namespace-mismatch-400',
    says: "POST whose body names another namespace than the path's is 400",
    async run({ api, namespace }) {
      const body = { ...alb('elsewhere'), metadata: { name: 'elsewhere', namespace: 'other' } };
      expect((await api.post(albs(namespace), body)).status).toBe(400);
    },
  },
  {
    id: 'create-ignores-status',
    says: 'a kind with a status subresource loses status on POST',
    async run({ api, namespace }) {
      const { body } = await api.post(albs(namespace), { ...alb('no-status'), status: { state: 'Running' } });
      expect(body.status).toBeUndefined();
    },
  },
  {
    id: 'get-missing-404',
    says: 'GET of what is not there is 404 NotFound',
    async run({ api, namespace }) {
      const { status, body } = await api.get(`${albs(namespace)}/missing`);
      expect([status, body.reason, body.code]).toEqual([404, 'NotFound', 404]);
    },
  },
  {
    id: 'put-changes-and-bumps',
    says: 'PUT with the current resourceVersion stores a new one and bumps generation with the spec',
    async run({ api, namespace }) {
      const { body: before } = await api.post(albs(namespace), alb('put'));
      const changed = { ...before, spec: { ...before.spec, address: '10.0.0.1' } };
      const { status, body: after } = await api.put(`${albs(namespace)}/put`, changed);
      expect(status).toBe(200);
      expect(after.spec.address).toBe('10.0.0.1');
      expect(after.metadata.generation).toBe(2);
      expect(after.metadata.resourceVersion).not.toBe(before.metadata.resourceVersion);
    },
  },
  {
    id: 'put-stale-409',
    says: 'PUT with a stale resourceVersion is 409 Conflict and changes nothing',
    async run({ api, namespace }) {
      const { body: first } = await api.post(albs(namespace), alb('stale'));
      await api.put(`${albs(namespace)}/stale`, { ...first, spec: { ...first.spec, address: '10.0.0.1' } });
      const { status, body } = await api.put(`${albs(namespace)}/stale`, {
        ...first,
        spec: { ...first.spec, address: '10.0.0.2' },
      });
      expect([status, body.reason]).toEqual([409, 'Conflict']);
      expect((await api.get(`${albs(namespace)}/stale`)).body.spec.address).toBe('10.0.0.1');
    },
  },
  {
    id: 'put-without-version-422',
    says: 'PUT of a custom resource without resourceVersion is 422',
    async run({ api, namespace }) {
      await api.post(albs(namespace), alb('unversioned'));
      const { status, body } = await api.put(`${albs(namespace)}/unversioned`, alb('unversioned'));
      expect([status, body.reason]).toEqual([422, 'Invalid']);
    },
  },
  {
    id: 'put-other-uid-409',
    says: 'PUT with another uid is 409 Conflict',
    async run({ api, namespace }) {
      const { body } = await api.post(albs(namespace), alb('other-uid'));
      const forged = { ...body, metadata: { ...body.metadata, uid: '00000000-0000-4000-8000-000000000000' } };
      expect((await api.put(`${albs(namespace)}/other-uid`, forged)).status).toBe(409);
    },
  },
  {
    id: 'put-missing-404',
    says: 'PUT of what is not there is 404: it does not create',
    async run({ api, namespace }) {
      const body = { ...alb('never'), metadata: { name: 'never', resourceVersion: '1' } };
      expect((await api.put(`${albs(namespace)}/never`, body)).status).toBe(404);
    },
  },
  {
    id: 'put-same-keeps-version',
    says: 'PUT that changes nothing keeps the resourceVersion',
    async run({ api, namespace }) {
      const { body: before } = await api.post(albs(namespace), alb('same'));
      const { body: after } = await api.put(`${albs(namespace)}/same`, before);
      expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
    },
  },
  {
    id: 'put-labels-keep-generation',
    says: 'PUT that changes labels alone keeps the generation',
    async run({ api, namespace }) {
      const { body: before } = await api.post(albs(namespace), alb('labels'));
      const { body } = await api.put(`${albs(namespace)}/labels`, {
        ...before,
        metadata: { ...before.metadata, labels: { a: 'b' } },
      });
      expect(body.metadata.generation).toBe(1);
      expect(body.metadata.labels).toEqual({ a: 'b' });
    },
  },
  {
    id: 'put-keeps-status',
    says: 'PUT of the object never changes status; PUT of /status changes nothing else',
    async run({ api, namespace }) {
      const { body: before } = await api.post(albs(namespace), alb('status'));
      const written = await api.put(`${albs(namespace)}/status/status`, {
        ...before,
        spec: { ...before.spec, address: '9.9.9.9' },
        status: { state: 'Running', reason: 'x' },
      });
      expect(written.status).toBe(200);
      expect([written.body.status.state, written.body.spec.address, written.body.metadata.generation]).toEqual([
        'Running',
        undefined,
        1,
      ]);
      const { body } = await api.put(`${albs(namespace)}/status`, {
        ...written.body,
        status: { state: 'Warning', reason: 'y' },
      });
      expect(body.status.state).toBe('Running');
    },
  },
  {
    id: 'unknown-fields',
    says: 'unknown fields stay directly under spec.config and are dropped elsewhere',
    async run({ api, namespace }) {
      const body = alb('unknown', { config: { newField: { deep: [1] } } });
      const created = await api.post(albs(namespace), { ...body, spec: { ...body.spec, stray: true } });
      expect(created.body.spec.config.newField).toEqual({ deep: [1] });
      expect(created.body.spec.stray).toBeUndefined();
    },
  },
  {
    id: 'alb-type-checked-422',
    says: 'a value of the wrong type is 422 with its field as cause',
    async run({ api, namespace }) {
      const { status, body } = await api.post(albs(namespace), alb('wrong-type', { config: { replicas: 'three' } }));
      expect([status, body.reason]).toEqual([422, 'Invalid']);
      expect(body.details.causes).toEqual(
        expect.arrayContaining([expect.objectContaining({ field: 'spec.config.replicas' })]),
      );
    },
  },
  {
    id: 'dry-run-stores-nothing',
    says: 'dryRun=All answers as the real write does and stores nothing',
    async run({ api, namespace }) {
      const created = await api.post(`${albs(namespace)}?dryRun=All`, alb('dry'));
      expect(created.status).toBe(201);
      expect(created.body.metadata.uid).toBeDefined();
      expect((await api.get(`${albs(namespace)}/dry`)).status).toBe(404);
    },
  },
  {
    id: 'dry-run-delete',
    says: 'dryRun=All of a DELETE leaves the object',
    async run({ api, namespace }) {
      await api.post(albs(namespace), alb('dry-delete'));
      expect((await api.delete(`${albs(namespace)}/dry-delete?dryRun=All`)).status).toBe(200);
      expect((await api.get(`${albs(namespace)}/dry-delete`)).status).toBe(200);
    },
  },
  {
    id: 'delete-uid-precondition',
    says: 'DELETE with another uid is 409 and leaves the object',
    async run({ api, namespace }) {
      await api.post(albs(namespace), alb('delete-uid'));
      const options = {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid: '00000000-0000-4000-8000-000000000000' },
      };
      const { status, body } = await api.delete(`${albs(namespace)}/delete-uid`, options);
      expect([status, body.reason]).toEqual([409, 'Conflict']);
      expect((await api.get(`${albs(namespace)}/delete-uid`)).status).toBe(200);
    },
  },
  {
    id: 'delete-version-precondition',
    says: 'DELETE with a stale resourceVersion is 409, with the current one it deletes',
    async run({ api, namespace }) {
      const { body: first } = await api.post(albs(namespace), alb('delete-version'));
      const { body: second } = await api.put(`${albs(namespace)}/delete-version`, {
        ...first,
        spec: { ...first.spec, address: '1.1.1.1' },
      });
      const withVersion = (resourceVersion: string) =>
        api.delete(`${albs(namespace)}/delete-version`, {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          preconditions: { resourceVersion },
        });
      expect((await withVersion(first.metadata.resourceVersion)).status).toBe(409);
      expect((await withVersion(second.metadata.resourceVersion)).status).toBe(200);
      expect((await api.get(`${albs(namespace)}/delete-version`)).status).toBe(404);
    },
  },
  {
    id: 'finalizers-hold',
    says: 'DELETE of an object with finalizers marks it; it goes with the last finalizer',
    async run({ api, namespace }) {
      await api.post(albs(namespace), alb('held', { finalizers: ['example.com/hold'] }));
      expect((await api.delete(`${albs(namespace)}/held`)).status).toBe(200);
      const { body: marked } = await api.get(`${albs(namespace)}/held`);
      expect(Date.parse(marked.metadata.deletionTimestamp)).not.toBeNaN();
      await api.patch(`${albs(namespace)}/held`, { metadata: { finalizers: null } }, mergePatch);
      expect((await api.get(`${albs(namespace)}/held`)).status).toBe(404);
    },
  },
  {
    id: 'merge-patch',
    says: 'a merge patch changes what it names and removes what it sets to null',
    async run({ api, namespace }) {
      await api.post(albs(namespace), alb('patched', { labels: { a: '1', b: '2' } }));
      const { status, body } = await api.patch(
        `${albs(namespace)}/patched`,
        { metadata: { labels: { a: null, c: '3' } }, spec: { address: '1.2.3.4' } },
        mergePatch,
      );
      expect(status).toBe(200);
      expect([body.metadata.labels, body.spec.address, body.spec.config.replicas]).toEqual([
        { b: '2', c: '3' },
        '1.2.3.4',
        1,
      ]);
    },
  },
  {
    id: 'json-patch',
    says: 'a JSON patch is applied in order',
    async run({ api, namespace }) {
      await api.post(albs(namespace), alb('json-patched'));
      const { status, body } = await api.patch(
        `${albs(namespace)}/json-patched`,
        [
          { op: 'add', path: '/spec/address', value: '1.2.3.4' },
          { op: 'replace', path: '/spec/config/replicas', value: 2 },
        ],
        'application/json-patch+json',
      );
      expect([status, body.spec.address, body.spec.config.replicas]).toEqual([200, '1.2.3.4', 2]);
    },
  },
  {
    id: 'strategic-patch-415',
    says: 'a strategic merge patch of a custom resource is 415',
    async run({ api, namespace }) {
      await api.post(albs(namespace), alb('strategic'));
      const { status } = await api.patch(`${albs(namespace)}/strategic`, {}, 'application/strategic-merge-patch+json');
      expect(status).toBe(415);
    },
  },
  {
    id: 'list-selectors',
    says: 'labelSelector and fieldSelector choose; a list in a missing namespace is empty',
    async run({ api, namespace }) {
      await api.post(albs(namespace), alb('sel-1', { labels: { tier: 'a' } }));
      await api.post(albs(namespace), alb('sel-2', { labels: { tier: 'b' } }));
      const names = async (query: string) =>
        (await api.get(`${albs(namespace)}?${query}`)).body.items.map((item: any) => item.metadata.name);
      expect(await names('labelSelector=tier%3Da')).toEqual(['sel-1']);
      expect(await names('labelSelector=tier+in+(a,b)')).toEqual(['sel-1', 'sel-2']);
      expect(await names('labelSelector=tier,tier!%3Da')).toEqual(['sel-2']);
      expect(await names('fieldSelector=metadata.name%3Dsel-2')).toEqual(['sel-2']);
      expect((await api.get(albs('no-such-namespace'))).body.items).toEqual([]);
    },
  },
  {
    id: 'list-bad-selector-400',
    says: 'a label selector that does not parse is 400',
    async run({ api, namespace }) {
      expect((await api.get(`${albs(namespace)}?labelSelector=a%20in`)).status).toBe(400);
    },
  },
  {
    id: 'list-pages',
    says: 'limit and continue page through one consistent list',
    async run({ api, namespace }) {
      for (const name of ['p1', 'p2', 'p3']) await api.post(albs(namespace), alb(name, { labels: { paged: 'yes' } }));
      const first = await api.get(`${albs(namespace)}?limit=2&labelSelector=paged`);
      expect(first.body.items).toHaveLength(2);
      await api.post(albs(namespace), alb('p4', { labels: { paged: 'yes' } }));
      const token = encodeURIComponent(first.body.metadata.continue);
      const second = await api.get(`${albs(namespace)}?limit=2&labelSelector=paged&continue=${token}`);
      expect(second.body.items.map((item: any) => item.metadata.name)).toEqual(['p3']);
      expect(second.body.metadata.continue ?? '').toBe('');
      expect(second.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
    },
  },
  {
    id: 'list-bad-continue-400',
    says: 'a continue token that is none is 400',
    async run({ api, namespace }) {
      expect((await api.get(`${albs(namespace)}?limit=1&continue=nonsense`)).status).toBe(400);
    },
  },
  {
    id: 'watch-changes-in-order',
    says: 'a watch from a list sends what came after it, in order',
    async run({ api, namespace }) {
      const { body: list } = await api.get(albs(namespace));
      const watch = await api.watch(albs(namespace), `resourceVersion=${list.metadata.resourceVersion}`);
      const { body: created } = await api.post(albs(namespace), alb('watched'));
      await api.put(`${albs(namespace)}/watched`, { ...created, spec: { ...created.spec, address: '1.1.1.1' } });
      await api.delete(`${albs(namespace)}/watched`);
      const seen = [await watch.next(), await watch.next(), await watch.next()];
      watch.stop();
      expect(seen.map((event) => [event?.type, event?.object.metadata.name])).toEqual([
        ['ADDED', 'watched'],
        ['MODIFIED', 'watched'],
        ['DELETED', 'watched'],
      ]);
      expect(seen[0]?.object.kind).toBe('ALB2');
    },
  },
  {
    id: 'watch-selector-enter-leave',
    says: 'with a label selector, an object that comes to match is ADDED and one that ceases to is DELETED',
    async run({ api, namespace }) {
      const { body: object } = await api.post(albs(namespace), alb('comes-and-goes'));
      const watch = await api.watch(
        albs(namespace),
        `resourceVersion=${object.metadata.resourceVersion}&labelSelector=in%3Dyes`,
      );
      await api.patch(`${albs(namespace)}/comes-and-goes`, { metadata: { labels: { in: 'yes' } } }, mergePatch);
      await api.patch(`${albs(namespace)}/comes-and-goes`, { metadata: { labels: { in: 'no' } } }, mergePatch);
      const types = [(await watch.next())?.type, (await watch.next())?.type];
      watch.stop();
      expect(types).toEqual(['ADDED', 'DELETED']);
    },
  },
  {
    id: 'watch-from-nothing',
    says: 'a watch without resourceVersion first sends what exists as ADDED',
    async run({ api, namespace }) {
      await api.post(albs(namespace), alb('existing'));
      const watch = await api.watch(albs(namespace), '');
      const event = await watch.next();
      watch.stop();
      expect([event?.type, event?.object.metadata.name]).toEqual(['ADDED', 'existing']);
    },
  },
  {
    id: 'watch-ends-at-timeout',
    says: 'timeoutSeconds ends a watch',
    async run({ api, namespace }) {
      const watch = await api.watch(albs(namespace), 'timeoutSeconds=1');
      expect(await watch.next()).toBeUndefined();
    },
  },
  {
    id: 'watch-garbled-version-500',
    says: 'a watch from a resourceVersion that is no number is 500, as the real one has it',
    async run({ api, namespace }) {
      const watch = await api.watch(albs(namespace), 'resourceVersion=garbled');
      watch.stop();
      expect(watch.status).toBe(500);
    },
  },
  {
    id: 'watch-bookmarks',
    says: 'a watch that asks for bookmarks gets one before its timeout, with a resourceVersion to go on from',
    async run({ api, namespace }) {
      const watch = await api.watch(albs(namespace), 'allowWatchBookmarks=true&timeoutSeconds=4');
      const event = await watch.nextOfAnyType();
      watch.stop();
      expect([event?.type, event?.object.kind]).toEqual(['BOOKMARK', 'ALB2']);
      expect(event?.object.metadata.resourceVersion).toMatch(/^\d+$/);
    },
  },
  {
    id: 'history-expires-410',
    says: 'outside the history, a watch is one ERROR event with a 410 Status, and a continue token is 410',
    async run({ api, namespace, expireHistory }) {
      for (const name of ['old-1', 'old-2']) await api.post(albs(namespace), alb(name));
      const { body: page } = await api.get(`${albs(namespace)}?limit=1`);
      await api.post(albs(namespace), alb('newer'));
      await expireHistory();
      const answer = await firstAnswer(api, albs(namespace), `resourceVersion=${page.metadata.resourceVersion}`);
      expect(answer).toMatchObject({ status: 200, event: { type: 'ERROR', object: { code: 410, reason: 'Expired' } } });
      const next = await api.get(`${albs(namespace)}?limit=1&continue=${encodeURIComponent(page.metadata.continue)}`);
      expect([next.status, next.body.reason]).toEqual([410, 'Expired']);
    },
  },
  {
    id: 'gateway-versions-are-one',
    says: 'v1 and v1beta1 of a Gateway are one object',
    async run({ api, namespace }) {
      const { body: created } = await api.post(gateways(namespace), gateway('both'));
      const { body } = await api.get(`${gateways(namespace, 'v1beta1')}/both`);
      expect([body.apiVersion, body.metadata.uid]).toEqual(['gateway.networking.k8s.io/v1beta1', created.metadata.uid]);
    },
  },
  {
    id: 'gateway-defaults',
    says: 'a listener gets allowedRoutes.namespaces.from Same',
    async run({ api, namespace }) {
      const { status, body } = await api.post(gateways(namespace), gateway('defaults'));
      expect(status).toBe(201);
      expect(body.spec.listeners[0].allowedRoutes).toEqual({ namespaces: { from: 'Same' } });
    },
  },
  {
    id: 'gateway-port-range-422',
    says: 'a port outside 1 to 65535 is 422 with its field as cause',
    async run({ api, namespace }) {
      const { status, body } = await api.post(
        gateways(namespace),
        gateway('port', [{ name: 'http', port: 70000, protocol: 'HTTP' }]),
      );
      expect(status).toBe(422);
      expect(body.details.causes).toEqual(
        expect.arrayContaining([expect.objectContaining({ field: 'spec.listeners[0].port' })]),
      );
    },
  },
  {
    id: 'gateway-listener-names-unique-422',
    says: 'two listeners of one name are 422',
    async run({ api, namespace }) {
      const listeners = [
        { name: 'a', port: 80, protocol: 'HTTP' },
        { name: 'a', port: 81, protocol: 'HTTP' },
      ];
      expect((await api.post(gateways(namespace), gateway('names', listeners))).status).toBe(422);
    },
  },
  {
    id: 'gateway-listeners-distinct-422',
    says: 'two listeners of one port, protocol and hostname are 422',
    async run({ api, namespace }) {
      const listeners = [
        { name: 'a', port: 80, protocol: 'HTTP', hostname: 'a.com' },
        { name: 'b', port: 80, protocol: 'HTTP', hostname: 'a.com' },
      ];
      expect((await api.post(gateways(namespace), gateway('distinct', listeners))).status).toBe(422);
    },
  },
  {
    id: 'gateway-tls-with-http-422',
    says: 'tls on an HTTP listener is 422',
    async run({ api, namespace }) {
      const listeners = [{ name: 'a', port: 80, protocol: 'HTTP', tls: { certificateRefs: [{ name: 'c' }] } }];
      expect((await api.post(gateways(namespace), gateway('tls', listeners))).status).toBe(422);
    },
  },
  {
    id: 'gateway-hostname-with-tcp-422',
    says: 'a hostname on a TCP listener is 422',
    async run({ api, namespace }) {
      const listeners = [{ name: 'a', port: 80, protocol: 'TCP', hostname: 'a.com' }];
      expect((await api.post(gateways(namespace), gateway('tcp', listeners))).status).toBe(422);
    },
  },
  {
    id: 'gateway-no-listeners-422',
    says: 'a Gateway without listeners is 422',
    async run({ api, namespace }) {
      expect((await api.post(gateways(namespace), gateway('none', []))).status).toBe(422);
    },
  },
  {
    id: 'discovery',
    says: 'discovery lists the groups, their versions and resources',
    async run({ api }) {
      const groups = (await api.get('/apis')).body.groups;
      const versions = (name: string) =>
        groups.find((group: any) => group.name === name)?.versions.map((v: any) => v.version);
      expect(versions('gateway.networking.k8s.io')).toEqual(expect.arrayContaining(['v1', 'v1beta1']));
      expect(versions('crd.alauda.io')).toEqual(expect.arrayContaining(['v2beta1']));
      const { body } = await api.get('/apis/crd.alauda.io/v2beta1');
      expect(body.resources).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ name: 'alaudaloadbalancer2', kind: 'ALB2', namespaced: true }),
        ]),
      );
      expect((await api.get('/version')).body.gitVersion).toMatch(/^v\d/);
    },
  },
  {
    id: 'self-subject-review',
    says: 'SelfSubjectReview and SelfSubjectAccessReview answer about the caller',
    async run({ api, namespace }) {
      const who = await api.post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'SelfSubjectReview',
      });
      expect(who.status).toBe(201);
      expect(typeof who.body.status.userInfo.username).toBe('string');
      const may = await api.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: {
          resourceAttributes: { verb: 'create', group: 'crd.alauda.io', resource: 'alaudaloadbalancer2', namespace },
        },
      });
      expect([may.status, may.body.status.allowed]).toEqual([201, true]);
    },
  },
  {
    id: 'self-subject-rules-review',
    says: 'SelfSubjectRulesReview tells all rules of the caller in a namespace, which it wants to be named',
    async run({ api, namespace }) {
      const ask = (spec: object) =>
        api.post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectRulesReview',
          spec,
        });
      const rules = await ask({ namespace });
      expect([rules.status, rules.body.status.incomplete]).toEqual([201, false]);
      expect(rules.body.status.resourceRules).toEqual(
        expect.arrayContaining([expect.objectContaining({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] })]),
      );
      expect((await ask({})).status).toBe(400);
    },
  },
];
