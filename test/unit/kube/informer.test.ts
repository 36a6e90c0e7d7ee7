import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Discovery } from '../../../src/kube/discovery.js';
import { serverIdentity } from '../../../src/kube/identity.js';
import { Informers } from '../../../src/kube/informers.js';
import { albKind } from '../../../src/kube/kinds.js';
import { KubeClient } from '../../../src/kube/kube-client.js';
import { Lookout } from '../../../src/kube/lookout.js';
import type { KubeObject } from '../../../src/kube/ports.js';
import { RestClient } from '../../../src/kube/rest.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { until } from '../../harness/until.js';
import { type ApiRequest, sendJson, startApi, status } from './fake-api.js';

const server = serverIdentity;
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function item(name: string, version: number): KubeObject {
  return { metadata: { name, namespace: 'a', uid: `uid-${name}`, resourceVersion: String(version) } };
}

/** An informer on a real connection whose lists and watches the test plays. */
async function setUp() {
  const lists: { items: KubeObject[]; version: string }[] = [];
  const watches: { request: ApiRequest; response: ServerResponse; closed: boolean }[] = [];
  const api = await startApi((request, response) => {
    if (request.query.get('watch') !== 'true') {
      const { items, version } = lists.shift() ?? { items: [], version: '10' };
      return sendJson(response, 200, { metadata: { resourceVersion: version }, items });
    }
    const watch = { request, response, closed: false };
    response.on('close', () => {
      watch.closed = true;
    });
    watches.push(watch);
    return response.writeHead(200).flushHeaders();
  });
  const clock = new FakeClock();
  const rest = new RestClient({ config: { name: 'c1', url: api.url }, clock });
  const client = new KubeClient(rest, new Discovery({ rest, clock }));
  const faults: unknown[] = [];
  const states: string[] = [];
  const informers = new Informers({
    client,
    clock,
    random: () => 0,
    indexes: () => ({}),
    lookout: new Lookout({ clock, random: () => 0, look: (identity) => rest.look(identity, 2000) }),
    observer: {
      onListenerFault: (fault) => void faults.push(fault),
      onInformer: ({ state }) => void states.push(state),
    },
  });
  closers.push(
    api.close,
    () => rest.close(),
    async () => informers.close(),
  );
  const watch = async (number: number) => {
    await until(() => watches.length >= number);
    return watches[number - 1] as (typeof watches)[number];
  };
  return { api, clock, informers, lists, watches, watch, faults, states };
}

const line = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;

describe('Informer over HTTP', () => {
  it('asks for bookmarks and an end, and reads events cut anywhere', async () => {
    const { informers, watch } = await setUp();
    const informer = informers.get(albKind, undefined, server);
    const live = informer.open();
    const changes: string[] = [];
    live.onChange(({ type, object }) => void changes.push(`${type} ${object.metadata.name}`));
    const { request, response } = await watch(1);
    expect(Object.fromEntries(request.query)).toEqual({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: '10',
      timeoutSeconds: '45',
    });
    const bytes = Buffer.from(line('ADDED', item('straße', 11)) + line('ADDED', item('y', 12)));
    const cut = bytes.indexOf(0xc3) + 1;
    response.write(bytes.subarray(0, cut));
    response.write(bytes.subarray(cut));
    await until(() => changes.length === 2);
    expect(changes).toEqual(['ADDED straße', 'ADDED y']);
  });

  it('lists anew on 410 and tells the difference, DELETED for what went', async () => {
    const { informers, lists, watch } = await setUp();
    lists.push({ items: [item('same', 1), item('gone', 2), item('changed', 3)], version: '10' });
    lists.push({ items: [item('same', 1), item('changed', 15), item('new', 16)], version: '20' });
    const live = informers.get(albKind, undefined, server).open();
    const { response } = await watch(1);
    const changes: string[] = [];
    live.onChange(({ type, object }) => void changes.push(`${type} ${object.metadata.name}`));
    response.end(line('ERROR', status(410, 'Expired')));
    const second = await watch(2);
    expect(second.request.query.get('resourceVersion')).toBe('20');
    expect(changes).toEqual(['DELETED gone', 'MODIFIED changed', 'ADDED new']);
  });

  it('goes on after a broken connection from the last bookmark, without a list', async () => {
    const { api, clock, informers, watch } = await setUp();
    informers.get(albKind, undefined, server).open();
    const { response } = await watch(1);
    response.write(line('BOOKMARK', { metadata: { resourceVersion: '33' } }), () => response.socket?.destroy());
    await until(() => informers.states()[0]?.state === 'waiting');
    clock.advance(800);
    expect((await watch(2)).request.query.get('resourceVersion')).toBe('33');
    expect(api.requests).toHaveLength(3);
  });

  it('gives a silent connection up', async () => {
    const { clock, informers, watch } = await setUp();
    informers.get(albKind, undefined, server).open();
    const first = await watch(1);
    await until(() => informers.states()[0]?.state === 'watching');
    clock.advance(58_000);
    await until(() => first.closed);
    await until(() => informers.states()[0]?.state === 'waiting');
    clock.advance(800);
    await watch(2);
  });

  it('survives a listener that throws, and calls the others', async () => {
    const { informers, watch, faults } = await setUp();
    const informer = informers.get(albKind, undefined, server);
    const heard: string[] = [];
    const fault = new Error('mine');
    informer.open().onChange(() => {
      throw fault;
    });
    informer.open().onChange(({ object }) => void heard.push(object.metadata.name));
    const { response } = await watch(1);
    response.write(line('ADDED', item('x', 11)));
    await until(() => heard.length === 1);
    expect(faults).toEqual([fault]);
  });

  it('hears nothing after it closed or unsubscribed', async () => {
    const { informers, watch } = await setUp();
    const informer = informers.get(albKind, undefined, server);
    const [first, second, third] = [informer.open(), informer.open(), informer.open()];
    const heard: string[] = [];
    first.onChange(() => void heard.push('closed'));
    second.onChange(() => void heard.push('unsubscribed'))();
    third.onChange(() => void heard.push('listening'));
    first.close();
    (await watch(1)).response.write(line('ADDED', item('x', 11)));
    await until(() => heard.includes('listening'));
    expect(heard).toEqual(['listening']);
  });

  it('tells its users when it is stopped, those too who ask later', async () => {
    const { informers, watch } = await setUp();
    const informer = informers.get(albKind, undefined, server);
    const live = informer.open();
    const first = await watch(1);
    const ends: string[] = [];
    live.onEnd((error) => void ends.push(error.message));
    informers.close();
    live.onEnd((error) => void ends.push(error.message));
    await until(() => ends.length === 2 && first.closed);
    expect(informers.states()).toEqual([]);
    await expect(informer.ready()).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE' });
  });

  it('fails who waits for a list that fails, and is filled by the next try', async () => {
    const { api, clock, informers, states } = await setUp();
    await api.close();
    const informer = informers.get(albKind, undefined, server);
    await expect(informer.ready()).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE' });
    // Too soon after the last attempt for a new one: the answer is the same, and nothing is sent.
    await expect(informer.ready()).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE' });
    expect(states).toEqual(['listing', 'waiting']);
    clock.advance(800);
    await until(() => states.length === 4);
    expect(states).toEqual(['listing', 'waiting', 'listing', 'waiting']);
  });
});
