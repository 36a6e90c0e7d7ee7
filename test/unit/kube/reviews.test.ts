import { afterEach, describe, expect, it } from '@jest/globals';
import { BoundedCache } from '../../../src/bounded-cache.js';
import { type Identity, serverIdentity } from '../../../src/kube/identity.js';
import { albKind, gatewayKind } from '../../../src/kube/kinds.js';
import type { AccessQuestion } from '../../../src/kube/ports.js';
import { RestClient } from '../../../src/kube/rest.js';
import { Reviews, type Verdict } from '../../../src/kube/reviews.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { until } from '../../harness/until.js';
import { type ApiHandler, sendJson, startApi, status } from './fake-api.js';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function setUp(handle: ApiHandler) {
  const api = await startApi(handle);
  const clock = new FakeClock();
  const rest = new RestClient({ config: { name: 'c1', url: api.url }, clock });
  closers.push(api.close, () => rest.close());
  const verdicts = new BoundedCache<Verdict>(
    { name: 'verdicts', maxBytes: 6_000, maxEntryBytes: 2_000, maxKeyChars: 500 },
    () => 1_000,
  );
  return { api, clock, verdicts, reviews: new Reviews({ rest, clock, verdicts }) };
}

const callerOf = (name: string): Identity => ({ type: 'caller', token: `token-${name}`, key: name });
const alice = callerOf('alice');
const question: AccessQuestion = { verb: 'get', kind: gatewayKind, namespace: 'a', name: 'x' };
const answer =
  (allowed: boolean): ApiHandler =>
  (_, response) =>
    sendJson(response, 201, { status: { allowed } });

describe('Reviews', () => {
  it('asks the cluster with the caller’s own token, and answers at once when it knows', async () => {
    const { api, clock, reviews } = await setUp(answer(true));
    expect(await reviews.can(question, alice)).toBe(true);
    expect(reviews.can(question, alice)).toBe(true);
    expect(api.requests).toHaveLength(1);
    expect(api.requests[0]).toMatchObject({
      headers: { authorization: 'Bearer token-alice' },
      body: {
        spec: {
          resourceAttributes: {
            verb: 'get',
            group: 'gateway.networking.k8s.io',
            resource: 'gateways',
            namespace: 'a',
            name: 'x',
          },
        },
      },
    });
    clock.advance(10_000);
    expect(await reviews.can(question, alice)).toBe(true);
    expect(api.requests).toHaveLength(2);
  });

  it('believes a no for 5 s', async () => {
    const { api, clock, reviews } = await setUp(answer(false));
    expect(await reviews.can(question, alice)).toBe(false);
    clock.advance(4999);
    expect(reviews.can(question, alice)).toBe(false);
    clock.advance(1);
    expect(await reviews.can(question, alice)).toBe(false);
    expect(api.requests).toHaveLength(2);
  });

  it('believes nothing past the end of the token', async () => {
    const { api, clock, reviews } = await setUp(answer(true));
    const brief: Identity = { ...alice, expiresAtMs: clock.now() + 3000 } as Identity;
    await reviews.can(question, brief);
    clock.advance(2999);
    expect(reviews.can(question, brief)).toBe(true);
    clock.advance(1);
    expect(await reviews.can(question, brief)).toBe(true);
    expect(api.requests).toHaveLength(2);
  });

  it('keeps each whole question, and each caller, apart', async () => {
    const { api, reviews } = await setUp(answer(true));
    const others: AccessQuestion[] = [
      { ...question, verb: 'list' },
      { ...question, kind: albKind },
      { ...question, kind: { ...gatewayKind, group: 'other.io' } },
      { ...question, namespace: 'b' },
      { ...question, name: 'y' },
      { verb: 'get', kind: gatewayKind, namespace: 'a' },
      { verb: 'get', kind: gatewayKind },
    ];
    await Promise.all([question, ...others].map((asked) => reviews.can(asked, alice)));
    await reviews.can(question, callerOf('bob'));
    await reviews.can(question, serverIdentity);
    expect(api.requests).toHaveLength(others.length + 3);
  });

  it('keeps no failure', async () => {
    let code = 503;
    const { reviews } = await setUp((_, response) =>
      code === 201
        ? sendJson(response, 201, { status: { allowed: true } })
        : sendJson(response, code, status(code, 'No')),
    );
    await expect(reviews.can(question, alice)).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE' });
    code = 401;
    await expect(reviews.can(question, alice)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    code = 201;
    expect(await reviews.can(question, alice)).toBe(true);
  });

  it('does not take an answer without a verdict for a yes or a no', async () => {
    const { reviews } = await setUp((_, response) => sendJson(response, 201, { status: {} }));
    await expect(reviews.can(question, alice)).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE' });
  });

  it('lets those who ask at the same time share one request, and any of them leave', async () => {
    let finish: () => void = () => undefined;
    const { api, reviews } = await setUp((_, response) => {
      finish = () => sendJson(response, 201, { status: { allowed: true } });
    });
    const controller = new AbortController();
    const first = reviews.can(question, alice, controller.signal);
    const second = reviews.can(question, alice);
    await until(() => api.requests.length === 1);
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: 'TIMEOUT' });
    finish();
    expect(await second).toBe(true);
    expect(api.requests).toHaveLength(1);
  });

  it('gives the request up when all have left, and starts anew for the next', async () => {
    let aborted = 0;
    const { api, reviews } = await setUp((_, response) => void response.on('close', () => void aborted++));
    const controller = new AbortController();
    const asked = [reviews.can(question, alice, controller.signal), reviews.can(question, alice, controller.signal)];
    await until(() => api.requests.length === 1);
    controller.abort();
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map(({ status: outcome }) => outcome)).toEqual(['rejected', 'rejected']);
    await until(() => aborted === 1);
    void Promise.resolve(reviews.can(question, alice)).catch(() => undefined);
    await until(() => api.requests.length === 2);
  });

  it('keeps answers up to a number of bytes, and none to a question too long to be one', async () => {
    const { api, reviews, verdicts } = await setUp(answer(true));
    for (const name of ['1', '2', '3', '4', '5']) await reviews.can({ ...question, name }, alice);
    expect(reviews.can({ ...question, name: '5' }, alice)).toBe(true);
    await reviews.can({ ...question, name: '1' }, alice);
    expect(api.requests).toHaveLength(6);
    const { bytes } = verdicts.use;
    await reviews.can({ ...question, name: 'n'.repeat(1_000) }, alice);
    await reviews.can({ ...question, namespace: 'n'.repeat(1_000) }, alice);
    expect(verdicts.use.bytes).toBe(bytes);
  });

  it('keeps the answers of clusters apart that share one cache', async () => {
    const { api, clock, verdicts, reviews } = await setUp(answer(true));
    const other = await startApi(answer(false));
    const rest = new RestClient({ config: { name: 'c2', url: other.url }, clock });
    closers.push(other.close, () => rest.close());
    const ofOther = new Reviews({ rest, clock, verdicts, scope: '1' });
    expect(await reviews.can(question, alice)).toBe(true);
    expect(await ofOther.can(question, alice)).toBe(false);
    expect([reviews.can(question, alice), ofOther.can(question, alice)]).toEqual([true, false]);
    expect([api.requests.length, other.requests.length]).toEqual([1, 1]);
  });
});
