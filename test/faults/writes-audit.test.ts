import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MutationRecord } from '../../src/graphql/mutations.js';
import { statusAnswer } from '../harness/faulty-api.js';
import { http, mutations, WriteWorld } from '../harness/write-world.js';

const secrets = { annotations: { note: 'an annotation of the caller' }, alb: { lbSvcAnnotations: { a: 'another' } } };

describe('the record of a mutation', () => {
  let world: WriteWorld;
  let records: MutationRecord[];

  beforeEach(async () => {
    records = [];
    world = await WriteWorld.open({}, { onMutation: (record) => records.push(record) });
  });

  afterEach(() => world.close());

  const run = async (...[mutation, input]: Parameters<WriteWorld['run']>) => {
    const outcome = await world.run(mutation, input);
    await world.engine.engine.idle();
    return outcome;
  };

  it('tells who did what to which objects, and holds no token and no annotation', async () => {
    await run('create', { name: 'g1', listeners: [http], ...secrets });
    const [alb] = world.albs();
    const gateway = world.gateway();
    expect(records).toEqual([
      {
        mutation: 'createGateway',
        operationId: 'op-1',
        caller: expect.stringMatching(/^[0-9a-f]{64}$/),
        username: 'sandbox',
        cluster: 'test',
        namespace: 'a1',
        name: 'g1',
        dryRun: false,
        outcome: 'OK',
        durationMs: 0,
        objects: [
          {
            verb: 'create',
            kind: 'ALB2',
            namespace: 'a1',
            name: alb?.metadata.name,
            uid: alb?.metadata.uid,
            resourceVersion: expect.any(String),
            answered: true,
          },
          {
            verb: 'create',
            kind: 'Gateway',
            namespace: 'a1',
            name: 'g1',
            uid: gateway?.metadata.uid,
            resourceVersion: gateway?.metadata.resourceVersion,
            answered: true,
          },
        ],
      },
    ]);
    const text = JSON.stringify(records);
    for (const secret of ['admin-token', 'an annotation of the caller', 'another']) expect(text).not.toContain(secret);
  });

  it('is kept of what failed, with what was undone, and what nobody could tell', async () => {
    world.api.refuse('create Gateway');
    await run('create', { name: 'g1', listeners: [http] });
    expect(records[0]).toMatchObject({ outcome: 'FORBIDDEN', objects: [{ verb: 'create' }, { verb: 'delete' }] });

    world.api.arm({ at: 'create Gateway', fault: { type: 'cut-before' }, onward: true });
    await run('create', { name: 'g2', listeners: [http] });
    expect(records[1]).toMatchObject({
      outcome: 'PARTIAL_WRITE',
      stands: { written: ['ALB'], undone: [], unknown: ['GATEWAY'] },
      objects: [
        { kind: 'ALB2', answered: true },
        { kind: 'Gateway', answered: false },
      ],
    });
  });

  it('is kept of faults of the input and of dry runs, which write nothing', async () => {
    await run('create', { name: 'No', listeners: [http] });
    await run('create', { name: 'g1', listeners: [http], dryRun: true });
    await run('delete', { name: 'nowhere' });
    const kept = records.map(({ outcome, dryRun, objects }) => [outcome, dryRun, objects.length]);
    expect(kept).toEqual([
      ['INVALID_INPUT', false, 0],
      ['OK', true, 0],
      ['NOT_FOUND', false, 0],
    ]);
  });

  it('is kept of an unknown cluster, by the name it was given', async () => {
    const { error } = await run('create', { cluster: 'nowhere', name: 'g1', listeners: [http] });
    expect(error).toMatchObject({ code: 'CLUSTER_UNKNOWN', path: ['input', 'cluster'] });
    expect(records).toEqual([
      {
        ...{ mutation: 'createGateway', operationId: 'op-1', username: null, caller: expect.any(String) },
        ...{ cluster: 'nowhere', namespace: 'a1', name: 'g1', dryRun: false },
        ...{ outcome: 'CLUSTER_UNKNOWN', objects: [], durationMs: 0 },
      },
    ]);
  });

  it('is kept of a token that the cluster does not accept, and of none', async () => {
    world.api.arm({
      at: 'POST /apis/authentication.k8s.io/v1/selfsubjectreviews',
      fault: { type: 'answer', answer: statusAnswer(401, 'Unauthorized', 'Unauthorized') },
      onward: true,
    });
    await run('delete', { name: 'g1' });
    await world.engine.execute(mutations.delete, { input: { namespace: 'a1', name: 'g1' } }, null);
    await world.engine.engine.idle();
    const kept = records.map(({ outcome, username, objects }) => [outcome, username, objects]);
    expect(kept).toEqual([
      ['UNAUTHENTICATED', null, []],
      ['UNAUTHENTICATED', null, []],
    ]);
  });

  it('is waited for: two mutations of one operation are both done when none is under way', async () => {
    const query = `mutation ($a: CreateGatewayInput!, $b: CreateGatewayInput!) {
      a: createGateway(input: $a) { written } b: createGateway(input: $b) { written }
    }`;
    const input = (name: string) => ({ namespace: 'a1', name, listeners: [http] });
    const idle = Promise.withResolvers<void>();
    world.api.meanwhile('create ALB2', () => world.engine.engine.idle().then(idle.resolve, idle.reject));
    const left = world.engine.execute(query, { a: input('a'), b: input('b') });
    await world.clock.until(idle.promise);
    expect(records.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['a', 'OK'],
      ['b', 'OK'],
    ]);
    await left;
  });

  it('costs one question for each caller, not for each mutation', async () => {
    await run('create', { name: 'g1', listeners: [http] });
    await run('update', { name: 'g1', labels: { a: 'b' } });
    await run('delete', { name: 'g1' });
    expect(world.api.requests.filter((request) => request.includes('selfsubjectreviews'))).toHaveLength(1);
    expect(records.map(({ username }) => username)).toEqual(['sandbox', 'sandbox', 'sandbox']);
  });

  it.each([
    { what: 'asks again where the cluster failed', code: 500, reason: 'InternalError', names: [null, 'sandbox'] },
    { what: 'does not where it refused to tell', code: 403, reason: 'Forbidden', names: [null, null] },
  ])('does without the name, and $what', async ({ code, reason, names }) => {
    world.api.refuse('POST /apis/authentication.k8s.io/v1/selfsubjectreviews', code, reason);
    await run('create', { name: 'g1', listeners: [http] });
    await run('delete', { name: 'g1' });
    expect(records.map(({ outcome }) => outcome)).toEqual(['OK', 'OK']);
    expect(records.map(({ username }) => username)).toEqual(names);
  });
});
