import type { LookupFunction } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Pool } from 'undici';
import { AlbError } from '../../../src/errors.js';
import type { ClusterConfig } from '../../../src/kube/cluster-config.js';
import { type Identity, serverIdentity } from '../../../src/kube/identity.js';
import { RestClient, type RestClientOptions, type RestRequest } from '../../../src/kube/rest.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { SilentServer } from '../../harness/silent-server.js';
import { until } from '../../harness/until.js';
import { type FakeApi, sendJson, startApi, status } from './fake-api.js';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A cluster of which one step hangs, and whether a request has come to it. */
interface Hanging {
  readonly config?: Partial<ClusterConfig>;
  readonly options?: Partial<RestClientOptions>;
  readonly reached: () => boolean;
}

function never(): { step: () => Promise<never>; reached: () => boolean } {
  let reached = false;
  const step = () => {
    reached = true;
    return new Promise<never>(() => undefined);
  };
  return { step, reached: () => reached };
}

async function api(handle: Parameters<typeof startApi>[0]): Promise<FakeApi> {
  const started = await startApi(handle);
  closers.push(() => started.close());
  return started;
}

async function silent(): Promise<SilentServer> {
  const server = await SilentServer.start();
  closers.push(() => server.close());
  return server;
}

const steps: Record<string, () => Hanging | Promise<Hanging>> = {
  'the credentials': () => {
    const { step, reached } = never();
    return { config: { identity: step }, reached };
  },
  'the authorities': () => {
    const { step, reached } = never();
    return { config: { ca: step }, reached };
  },
  'the look-up of the name': () => {
    const { step, reached } = never();
    const lookup: LookupFunction = () => void step();
    const createDispatcher = ({ origin }: { origin: string }) => new Pool(origin, { connect: { lookup } });
    return { config: { url: 'http://nowhere.invalid' }, options: { createDispatcher }, reached };
  },
  'the connection': () => {
    const { step, reached } = never();
    return { options: { createDispatcher: ({ origin }) => new Pool(origin, { connect: () => void step() }) }, reached };
  },
  'the TLS handshake': async () => {
    const server = await silent();
    return { config: { url: `https://${server.host}` }, reached: () => server.accepted > 0 };
  },
  'the way through a proxy': async () => {
    const server = await silent();
    const proxyUrl = `http://${server.host}`;
    return { config: { url: 'https://nowhere.invalid', proxyUrl }, reached: () => server.accepted > 0 };
  },
  'the head of the answer': async () => {
    const { url, requests } = await api(() => undefined);
    return { config: { url }, reached: () => requests.length > 0 };
  },
};

const withBody = {
  ...steps,
  'the body of the answer': async (): Promise<Hanging> => {
    let sent = false;
    const { url } = await api((_, response) => {
      response.writeHead(200);
      response.write('{', () => {
        sent = true;
      });
    });
    return { config: { url }, reached: () => sent };
  },
};

async function setUp(step: string) {
  const hanging = await withBody[step as keyof typeof withBody]();
  const clock = new FakeClock();
  const config = { name: 'c1', url: 'http://127.0.0.1:1', ...hanging.config };
  const rest = new RestClient({ config, clock, ...hanging.options });
  closers.push(() => rest.close());
  return { rest, clock, reached: () => until(hanging.reached) };
}

function request(more: Partial<RestRequest> = {}): RestRequest {
  return { method: 'GET', path: '/x', identity: serverIdentity, verb: 'get', kind: 'Thing', ...more };
}

describe.each(Object.keys(withBody))('RestClient, where %s hangs', (step) => {
  it('answers TIMEOUT in time, and gives all places back', async () => {
    const { rest, clock, reached } = await setUp(step);
    const asked = Promise.allSettled(Array.from({ length: 40 }, () => rest.request(request())));
    await reached();
    clock.advance(9_999);
    expect(rest.load().underWay + rest.load().waiting).toBe(40);
    clock.advance(1);
    for (const outcome of await asked) expect(outcome).toMatchObject({ reason: { code: 'TIMEOUT' } });
    expect(rest.load()).toEqual({ underWay: 0, waiting: 0 });
    expect(clock.pending).toBe(0);
  });

  it('lets go who gives up, at once', async () => {
    const { rest, clock, reached } = await setUp(step);
    const controller = new AbortController();
    const asked = rest.request(request({ signal: controller.signal }));
    await reached();
    controller.abort(new AlbError('TIMEOUT', 'The caller has gone'));
    await expect(asked).rejects.toThrow('The caller has gone');
    expect(rest.load()).toEqual({ underWay: 0, waiting: 0 });
    expect(clock.pending).toBe(0);
  });

  it('does not see the cluster as one that answers', async () => {
    const { rest, clock, reached } = await setUp(step);
    const sight = rest.look(serverIdentity, 2_000);
    await reached();
    clock.advance(2_000);
    expect(await sight).toBe('silent');
    expect(clock.pending).toBe(0);
  });
});

describe.each(Object.keys(steps))('RestClient.stream, where %s hangs', (step) => {
  it('fails with TIMEOUT in time', async () => {
    const { rest, clock, reached } = await setUp(step);
    const line = rest.stream(request(), () => undefined).next();
    await reached();
    clock.advance(10_000);
    await expect(line).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(clock.pending).toBe(0);
  });
});

describe('RestClient', () => {
  it('gives back the share of a caller whose requests hang before they are sent', async () => {
    const { rest, clock, reached } = await setUp('the authorities');
    const identity: Identity = { type: 'caller', token: 't', key: 'k' };
    const asked = Promise.allSettled(Array.from({ length: 20 }, () => rest.request(request({ identity }))));
    await reached();
    expect(rest.load()).toEqual({ underWay: 16, waiting: 4 });
    clock.advance(10_000);
    await asked;
    expect(rest.load()).toEqual({ underWay: 0, waiting: 0 });
  });

  it('knows that a write was not sent while credentials were waited for', async () => {
    const { rest, clock, reached } = await setUp('the credentials');
    const write = rest.request(request({ method: 'POST', body: {} }));
    await reached();
    clock.advance(30_000);
    await expect(write).rejects.toMatchObject({ code: 'TIMEOUT', outcomeUnknown: false });
  });

  it('sends nothing for those who are gone when credentials come', async () => {
    const { promise, resolve } = Promise.withResolvers<{ headers: Record<string, string> }>();
    const { url, requests } = await api((_, response) => sendJson(response, 200, {}));
    const clock = new FakeClock();
    const rest = new RestClient({ config: { name: 'c1', url, identity: () => promise }, clock });
    closers.push(() => rest.close());
    const [gone, later] = [rest.request(request({ path: '/gone', timeoutMs: 1 })), rest.request(request())];
    clock.advance(1);
    await expect(gone).rejects.toMatchObject({ code: 'TIMEOUT' });
    resolve({ headers: {} });
    await later;
    expect(requests.map(({ path }) => path)).toEqual(['/x']);
  });

  it('opens no connection once it is closed, though credentials come then', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    let opened = 0;
    const createDispatcher = ({ origin }: { origin: string }) => {
      opened += 1;
      return new Pool(origin);
    };
    const config = { name: 'c1', url: 'http://127.0.0.1:1', ca: () => promise };
    const rest = new RestClient({ config, clock: new FakeClock(), createDispatcher });
    const asked = rest.request(request());
    await rest.close();
    resolve('CA');
    await expect(asked).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE' });
    expect(opened).toBe(0);
  });

  it('cuts what is under way on connections of a certificate that was renewed meanwhile, when it closes', async () => {
    const { url, requests } = await api(({ path }, response) => {
      if (path !== '/hangs') sendJson(response, 200, {});
    });
    let ca = 'first';
    const createDispatcher = ({ origin }: { origin: string }) => new Pool(origin);
    const config = { name: 'c1', url, ca: async () => ca };
    const rest = new RestClient({ config, clock: new FakeClock(), createDispatcher });
    const cut = expect(rest.request(request({ path: '/hangs' }))).rejects.toMatchObject({
      code: 'CLUSTER_UNAVAILABLE',
    });
    await until(() => requests.length === 1);
    ca = 'second';
    await rest.request(request());
    await rest.close();
    await cut;
  });
});

describe('RestClient, whose own credentials the cluster refuses', () => {
  /** A cluster that knows one token, and credentials that are exchanged for the next ones when they are refused. */
  async function setUpRefusing(valid: string, tokens: readonly string[]) {
    const started = await api(({ headers }, response) => {
      if (headers.authorization === valid) sendJson(response, 200, { ok: 1 });
      else sendJson(response, 401, status(401, 'Unauthorized'));
    });
    let at = 0;
    const identity = async () => {
      const mine = at;
      const onRefused = () => {
        if (mine === at) at += 1;
        return at < tokens.length;
      };
      return { headers: { authorization: tokens[mine] ?? '' }, onRefused };
    };
    const rest = new RestClient({ config: { name: 'c1', url: started.url, identity }, clock: new FakeClock() });
    closers.push(() => rest.close());
    return { rest, requests: started.requests };
  }

  it('asks again with new ones, a write too, since nothing was done', async () => {
    const { rest, requests } = await setUpRefusing('new', ['old', 'new']);
    expect(await rest.request(request({ method: 'POST', body: { a: 1 } }))).toEqual({ ok: 1 });
    expect(requests.map(({ headers, body }) => [headers.authorization, body])).toEqual([
      ['old', { a: 1 }],
      ['new', { a: 1 }],
    ]);
  });

  it('asks again once', async () => {
    const { rest, requests } = await setUpRefusing('none', ['old', 'new', 'newer']);
    await expect(rest.request(request())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(requests).toHaveLength(2);
  });

  it('does not ask again where there are no others, nor for a caller', async () => {
    const { rest, requests } = await setUpRefusing('none', ['old']);
    await expect(rest.request(request())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const identity: Identity = { type: 'caller', token: 't', key: 'k' };
    await expect(rest.request(request({ identity }))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(requests).toHaveLength(2);
  });
});
