import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { http, WriteWorld } from '../harness/write-world.js';

let world: WriteWorld;

beforeEach(async () => {
  world = await WriteWorld.open();
});

afterEach(() => world.close());

describe('deleteGateway', () => {
  beforeEach(async () => {
    await world.run('create', { name: 'g1', listeners: [http] });
    await world.clock.pass(10_000);
    world.api.arm();
  });

  it('deletes the Gateway alone, and names the ALBs that the back end then removes', async () => {
    const [alb] = world.albs();
    const { data } = await world.run('delete', { name: 'g1' });
    expect(data.deleteGateway).toEqual({ gateway: { name: 'g1' }, albs: [{ name: alb?.metadata.name }] });
    expect(world.api.requests).not.toContain('delete ALB2');
    await world.clock.pass(60_000);
    expect(world.sandbox.admin.list('ALB2')).toEqual([]);
    expect((await world.run('delete', { name: 'g1' })).error?.code).toBe('NOT_FOUND');
  });

  it('is NOT_FOUND where another deletes it first', async () => {
    world.api.meanwhile('delete Gateway g1', () =>
      world.sandbox.admin.delete({ kind: 'Gateway', namespace: 'a1', name: 'g1' }),
    );
    expect((await world.run('delete', { name: 'g1' })).error?.code).toBe('NOT_FOUND');
  });

  it('is CONFLICT where another object has taken the name, with what is current', async () => {
    world.api.meanwhile('delete Gateway g1', () => {
      const { admin } = world.sandbox;
      const { apiVersion, kind, spec, metadata } = world.gateway() ?? ({} as never);
      admin.delete({ kind: 'Gateway', namespace: 'a1', name: 'g1' });
      admin.create({
        apiVersion,
        kind,
        spec,
        metadata: { name: metadata.name, namespace: 'a1', labels: metadata.labels },
      });
    });
    const { error } = await world.run('delete', { name: 'g1' });
    const { uid, resourceVersion, generation } = world.gateway()?.metadata ?? ({} as never);
    expect(error).toMatchObject({
      code: 'CONFLICT',
      current: [{ object: 'GATEWAY', uid, resourceVersion, generation }],
    });
  });

  it('heeds the resourceVersion given, and does without one', async () => {
    const { resourceVersion } = world.gateway()?.metadata ?? ({} as never);
    const touch = () =>
      world.change({ kind: 'Gateway', name: 'g1' }, (object) => {
        object.metadata.annotations = { touched: String(world.clock.now()) };
      });
    world.api.meanwhile('delete Gateway g1', touch);
    expect((await world.run('delete', { name: 'g1', resourceVersion })).error?.code).toBe('CONFLICT');
    expect((await world.run('delete', { name: 'g1', resourceVersion })).error?.code).toBe('CONFLICT');
    expect((await world.run('delete', { name: 'g1' })).error).toBeUndefined();
  });

  it('deletes nothing in a dry run', async () => {
    const { data } = await world.run('delete', { name: 'g1', dryRun: true });
    expect(data.deleteGateway.gateway.name).toBe('g1');
    expect(world.gateway()).toBeDefined();
  });
});

describe('deleteOrphanedAlb', () => {
  it('names the Gateway that uses an ALB, however new it is', async () => {
    await world.run('create', { name: 'g1', listeners: [http] });
    const { error } = await world.run('deleteOrphan', { name: world.albs()[0]?.metadata.name });
    expect(error).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Gateway "a1/g1" uses ALB') });
  });

  const clear = { name: 'left-behind' };

  it('waits for the grace time of a claim', async () => {
    world.leaveAlb('left-behind', { ageMs: 59_000 });
    const { error } = await world.run('deleteOrphan', clear);
    expect(error).toMatchObject({ code: 'CONFLICT', current: [expect.objectContaining({ object: 'ALB' })] });
    await world.clock.pass(1_001);
    expect((await world.run('deleteOrphan', clear)).error).toBeUndefined();
    expect(world.albs()).toEqual([]);
  });

  it('refuses where a Gateway is there when it looks last', async () => {
    world.leaveAlb('left-behind');
    world.api.meanwhile('get Gateway g1', () =>
      world.sandbox.admin.create({
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { name: 'g1', namespace: 'a1', labels: { 'alb.cpaas.io/alb-ref': 'left-behind' } },
        spec: { gatewayClassName: 'exclusive-gateway', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
      }),
    );
    expect((await world.run('deleteOrphan', clear)).error?.code).toBe('CONFLICT');
    expect(world.albs()).toHaveLength(1);
  });

  it('judges again what its operator wrote meanwhile, and so spares an ALB that a create has just adopted', async () => {
    world.leaveAlb('left-behind');
    world.api.meanwhile('delete ALB2', () =>
      world.change({ kind: 'ALB2', name: 'left-behind' }, (alb) => {
        alb['spec'].config.seenByOperator = true;
      }),
    );
    expect((await world.run('deleteOrphan', clear)).error).toBeUndefined();
    await world.clock.pass(20_000);

    world.leaveAlb('left-behind');
    world.api.meanwhile('delete ALB2', () =>
      world.change({ kind: 'ALB2', name: 'left-behind' }, (alb) => {
        alb.metadata.annotations = {
          'alb-graphql.cpaas.io/claim': `${new Date(world.clock.now()).toISOString()}/other`,
        };
      }),
    );
    expect((await world.run('deleteOrphan', clear)).error?.code).toBe('CONFLICT');
    expect(world.albs()).toHaveLength(1);
  });
});
