import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SandboxObject } from '../../src/sandbox/json.js';
import { http, WriteWorld } from '../harness/write-world.js';

const alb = { addresses: ['10.1.1.1'] };
const listeners = [{ ...http, port: 9_000 }];

describe('updateGateway', () => {
  let world: WriteWorld;
  let before: { alb: SandboxObject; gateway: SandboxObject };

  const live = () => ({
    alb: world.albs()[0] as SandboxObject,
    gateway: world.gateway() as SandboxObject,
  });
  const albRefOfLive = () => ({ kind: 'ALB2', name: live().alb.metadata.name });
  const operatorWrites = () => {
    const { alb: object } = live();
    world.sandbox.admin.setStatus(object, { ...object['status'], reason: `at ${object.metadata.resourceVersion}` });
  };
  const current = (object: 'ALB' | 'GATEWAY', { metadata }: SandboxObject) =>
    expect.objectContaining({
      object,
      resourceVersion: metadata.resourceVersion,
      generation: metadata.generation,
    });

  beforeEach(async () => {
    world = await WriteWorld.open();
    await world.run('create', { name: 'g1', listeners: [http], alb: { replicas: 2 } });
    await world.clock.pass(10_000);
    world.api.arm();
    before = live();
  });

  afterEach(() => world.close());

  it('writes nothing where nothing changes', async () => {
    const { data } = await world.run('update', {
      name: 'g1',
      listeners: [http],
      alb: { replicas: 2, lbSvcAnnotations: null, addresses: null },
    });
    expect(data.updateGateway.written).toEqual([]);
    expect(live()).toEqual(before);
    expect(world.api.requests.filter((request) => request.startsWith('update'))).toEqual([]);
  });

  it('writes again on top of what its operator wrote meanwhile, generation given or not', async () => {
    world.api.meanwhile('update ALB2', operatorWrites);
    const albGeneration = before.alb.metadata.generation;
    const { data } = await world.run('update', { name: 'g1', albGeneration, alb });
    expect(data.updateGateway.written).toEqual(['ALB']);
    expect(live().alb['spec'].address).toBe('10.1.1.1');
    expect(live().alb['status'].reason).toMatch(/^at /);
  });

  it('keeps what somebody else changed in another field meanwhile', async () => {
    world.api.meanwhile('update ALB2', () =>
      world.change(albRefOfLive(), (object) => {
        object['spec'].config.replicas = 5;
      }),
    );
    expect((await world.run('update', { name: 'g1', alb })).error).toBeUndefined();
    expect(live().alb['spec']).toMatchObject({ address: '10.1.1.1', config: { replicas: 5 } });
  });

  it('keeps a listener field that somebody else changed meanwhile, and changes another', async () => {
    world.api.meanwhile('update Gateway g1', () =>
      world.change({ kind: 'Gateway', name: 'g1' }, (object) => {
        object['spec'].listeners[0].allowedRoutes = { namespaces: { from: 'Same' } };
      }),
    );
    const input = { name: 'g1', listeners: [{ name: 'http', port: 9_000, protocol: 'HTTP' }] };
    expect((await world.run('update', input)).error).toBeUndefined();
    expect(live().gateway['spec'].listeners[0]).toMatchObject({
      port: 9_000,
      allowedRoutes: { namespaces: { from: 'Same' } },
    });
  });

  it('is CONFLICT where both changed the same field, with what is current', async () => {
    world.api.meanwhile('update ALB2', () =>
      world.change(albRefOfLive(), (object) => {
        object['spec'].address = '10.9.9.9';
      }),
    );
    const { error } = await world.run('update', { name: 'g1', alb });
    expect(error).toMatchObject({
      code: 'CONFLICT',
      current: [current('GATEWAY', live().gateway), current('ALB', live().alb)],
    });
    expect(live().alb['spec'].address).toBe('10.9.9.9');
  });

  it('is CONFLICT where a listener was added that the list would drop', async () => {
    world.api.meanwhile('update Gateway g1', () =>
      world.change({ kind: 'Gateway', name: 'g1' }, (object) => {
        object['spec'].listeners.push({ name: 'added', port: 81, protocol: 'HTTP' });
      }),
    );
    expect((await world.run('update', { name: 'g1', listeners })).error?.code).toBe('CONFLICT');
    expect(live().gateway['spec'].listeners).toHaveLength(2);
  });

  it('has nothing to write where somebody else made the same change meanwhile', async () => {
    world.api.meanwhile('update ALB2', () =>
      world.change(albRefOfLive(), (object) => {
        object['spec'].address = '10.1.1.1';
      }),
    );
    const { data } = await world.run('update', { name: 'g1', alb });
    expect(data.updateGateway.written).toEqual([]);
  });

  it('is CONFLICT on any change since the resourceVersion given, and nothing is written', async () => {
    operatorWrites();
    const albResourceVersion = before.alb.metadata.resourceVersion;
    const { error } = await world.run('update', { name: 'g1', albResourceVersion, alb, listeners });
    expect(error).toMatchObject({
      code: 'CONFLICT',
      current: [current('GATEWAY', live().gateway), current('ALB', live().alb)],
    });
    expect(live().gateway).toEqual(before.gateway);
  });

  it.each([
    { field: 'generation', of: 'gateway' },
    { field: 'resourceVersion', of: 'gateway' },
    { field: 'albGeneration', of: 'alb' },
    { field: 'albResourceVersion', of: 'alb' },
  ] as const)('is CONFLICT on a change of the spec since the $field given, and nothing is written', async (one) => {
    const { generation, resourceVersion } = before[one.of].metadata;
    const seen = { [one.field]: /generation/i.test(one.field) ? generation : resourceVersion };
    world.change(one.of === 'alb' ? albRefOfLive() : { kind: 'Gateway', name: 'g1' }, (object) => {
      (object['spec'].config ?? object['spec']).newer = { field: true };
    });
    const changed = live();
    const concerned = current(one.of === 'alb' ? 'ALB' : 'GATEWAY', changed[one.of]);
    const { error } = await world.run('update', { name: 'g1', ...seen, alb, listeners });
    expect(error).toMatchObject({ code: 'CONFLICT', current: expect.arrayContaining([concerned]) });
    const shown = one.of === 'alb' ? `ALB "a1/${changed.alb.metadata.name}"` : 'Gateway "a1/g1"';
    expect(error?.message).toContain(`Not as last seen: ${shown}. Nothing was written`);
    expect(live()).toEqual(changed);
    expect(world.api.requests.filter((request) => request.startsWith('update'))).toEqual([]);
  });

  it('is CONFLICT where that change comes between the read and the second write, and the first is put back', async () => {
    world.api.meanwhile('update Gateway g1', () =>
      world.change({ kind: 'Gateway', name: 'g1' }, (object) => {
        object.metadata.annotations = { by: 'another' };
      }),
    );
    const { resourceVersion } = before.gateway.metadata;
    const { error } = await world.run('update', { name: 'g1', resourceVersion, alb, listeners });
    expect(error).toMatchObject({
      code: 'CONFLICT',
      current: [current('GATEWAY', live().gateway), current('ALB', live().alb)],
    });
    expect(live().alb['spec']).toEqual(before.alb['spec']);
    expect(live().gateway['spec']).toEqual(before.gateway['spec']);
  });

  it('asks admission about the Gateway before the ALB is written', async () => {
    world.api.refuse('update Gateway g1 dry run');
    expect((await world.run('update', { name: 'g1', alb, listeners })).error?.code).toBe('FORBIDDEN');
    expect(live()).toEqual(before);
  });

  it('puts the ALB back where the Gateway is refused, although its operator has written it meanwhile', async () => {
    world.change(albRefOfLive(), (object) => {
      object['spec'].config.brandNew = { deep: [1, { x: true }] };
    });
    before = live();
    world.api.refuse('update Gateway g1');
    const stop = world.sandbox.admin.subscribe('ALB2', () => {
      stop();
      operatorWrites();
    });
    expect((await world.run('update', { name: 'g1', alb, listeners })).error?.code).toBe('FORBIDDEN');
    expect(live().alb['spec']).toEqual(before.alb['spec']);
    expect(live().alb['status'].reason).toMatch(/^at /);
  });

  it('says what stands where somebody else changed the ALB before it could be put back', async () => {
    world.api.refuse('update Gateway g1');
    const stop = world.sandbox.admin.subscribe('ALB2', () => {
      stop();
      world.change(albRefOfLive(), (object) => {
        object['spec'].address = '10.1.1.1,10.9.9.9';
      });
    });
    const { error } = await world.run('update', { name: 'g1', alb, listeners });
    expect(error).toMatchObject({
      code: 'PARTIAL_WRITE',
      written: ['ALB'],
      undone: [],
      unknown: [],
      retryable: false,
      kubernetes: { code: 403, reason: 'Forbidden' },
    });
    expect(live().alb['spec'].address).toBe('10.1.1.1,10.9.9.9');
  });

  it('keeps alb-ref and the class labels through new labels', async () => {
    const ref = before.gateway.metadata.labels?.['alb.cpaas.io/alb-ref'];
    await world.run('update', { name: 'g1', labels: { team: 'x' } });
    expect(live().gateway.metadata.labels).toEqual({ team: 'x', 'alb.cpaas.io/alb-ref': ref });
    await world.run('update', { name: 'g1', labels: null });
    expect(live().gateway.metadata.labels).toEqual({ 'alb.cpaas.io/alb-ref': ref });
    for (const [key, value] of [
      ['alb.cpaas.io/alb-ref', 'stolen'],
      ['gatewayclass.cpaas.io/type', 'shared'],
    ] as const) {
      const { error } = await world.run('update', { name: 'g1', labels: { [key]: value } });
      expect(error).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'labels', key] });
      expect(error?.message).toContain('ties the gateway to its load balancer');
    }
  });
});

describe('fields that this server does not know', () => {
  let world: WriteWorld;
  const spare = Object.fromEntries(Array.from({ length: 55 }, (_, at) => [`field${at}`, { on: at % 2 === 0, at }]));

  beforeEach(async () => {
    world = await WriteWorld.open();
    const config = {
      ...spare,
      brandNew: { deep: [1, { x: true }] },
      networkMode: 'container',
      replicas: 3,
      resources: { limits: { cpu: '1' }, alb: { limits: { cpu: '2' } } },
      vip: { enableLbSvc: true, lbSvcAnnotations: { a: 'b' }, allocateLoadBalancerNodePorts: false },
    };
    world.leaveAlb('g1-known', { config });
    world.sandbox.admin.create({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: {
        name: 'g1',
        namespace: 'a1',
        labels: { 'alb.cpaas.io/alb-ref': 'g1-known' },
        annotations: { a: 'b' },
      },
      spec: {
        gatewayClassName: 'exclusive-gateway',
        infrastructure: { labels: { newer: 'field' } },
        listeners: [
          {
            name: 'https',
            port: 443,
            protocol: 'HTTPS',
            tls: { mode: 'Terminate', certificateRefs: [{ name: 'c' }], newer: { deep: true } },
            newer: [{ field: 1 }],
          },
        ],
      },
    });
    for (const ref of [
      { kind: 'ALB2', name: 'g1-known' },
      { kind: 'Gateway', name: 'g1' },
    ]) {
      world.change(ref, ({ metadata }) => {
        metadata.finalizers = ['example.com/theirs'];
        metadata.ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: 'u' }];
        metadata.labels = { ...metadata.labels, theirs: 'label' };
        metadata.annotations = { ...metadata.annotations, theirs: 'annotation' };
      });
    }
    await world.clock.pass(10_000);
  });

  afterEach(() => world.close());

  /** All but what every write changes. */
  const steady = ({ metadata, ...object }: any) => {
    const { resourceVersion, generation, managedFields, ...kept } = metadata;
    return structuredClone({ ...object, metadata: kept });
  };
  const content = () => ({ alb: steady(world.albs()[0]), gateway: steady(world.gateway()) });

  it.each([
    {
      what: 'the ALB',
      input: { alb: { addresses: ['10.1.1.1'], replicas: 4 } },
      change({ alb: { spec } }: any) {
        spec.address = '10.1.1.1';
        spec.config.replicas = 4;
      },
    },
    {
      what: 'its resources',
      input: { alb: { resources: { limits: { memory: '1Gi' } } } },
      change({ alb: { spec } }: any) {
        spec.config.resources.limits.memory = '1Gi';
      },
    },
    {
      what: 'its annotations',
      input: { alb: { lbSvcAnnotations: null } },
      change({ alb: { spec } }: any) {
        delete spec.config.vip.lbSvcAnnotations;
      },
    },
    {
      what: 'the Gateway',
      input: { listeners: [{ name: 'https', port: 8_443, protocol: 'HTTPS' }] },
      change({ gateway: { spec } }: any) {
        spec.listeners[0].port = 8_443;
      },
    },
    {
      what: 'both',
      input: { alb: { replicas: null }, listeners: [{ name: 'https', port: 444, protocol: 'HTTPS' }] },
      change({ alb, gateway }: any) {
        delete alb.spec.config.replicas;
        gateway.spec.listeners[0].port = 444;
      },
    },
    {
      what: 'labels alone',
      input: { labels: { team: 'x' }, annotations: null },
      change({ gateway: { metadata } }: any) {
        metadata.labels = { team: 'x', 'alb.cpaas.io/alb-ref': 'g1-known' };
        delete metadata.annotations;
      },
    },
  ])('are as they were after an update of $what', async ({ input, change }) => {
    const wanted = content();
    expect(Object.keys(wanted.alb.spec.config).length).toBeGreaterThanOrEqual(60);
    change(wanted);
    expect((await world.run('update', { name: 'g1', ...input })).error).toBeUndefined();
    expect(content()).toEqual(wanted);
  });
});
