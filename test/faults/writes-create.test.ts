import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { meanwhile, refusal } from '../harness/faulty-api.js';
import { http, WriteWorld } from '../harness/write-world.js';

const input = { name: 'g1', listeners: [http], alb: { addresses: ['10.0.0.8'], replicas: 2 } };
const albRef = (world: WriteWorld) => world.gateway()?.metadata.labels?.['alb.cpaas.io/alb-ref'];
const claimOf = (alb: { metadata: { annotations?: Record<string, string> } } | undefined) =>
  alb?.metadata.annotations?.['alb-graphql.cpaas.io/claim']?.split('/')[1];

describe('createGateway', () => {
  let world: WriteWorld;
  let notices: string[];

  beforeEach(async () => {
    notices = [];
    world = await WriteWorld.open({}, { onNotice: (message) => notices.push(message) });
  });

  afterEach(() => world.close());

  it('asks admission about both, then writes ALB and Gateway, looks once, and waits for nothing', async () => {
    const startedMs = world.clock.now();
    expect((await world.run('create', input)).error).toBeUndefined();
    expect(world.clock.now()).toBe(startedMs);
    expect(world.api.requests.slice(0, 3).sort()).toEqual([
      'GET /apis/gateway.networking.k8s.io',
      'get Gateway g1',
      'get GatewayClass exclusive-gateway',
    ]);
    expect(world.api.requests.slice(3)).toEqual([
      'create Gateway dry run',
      'create ALB2 dry run',
      'list ALB2',
      'create ALB2',
      'create Gateway',
      'get ALB2',
    ]);
  });

  it('writes nothing where admission refuses one of the two', async () => {
    world.api.refuse('create Gateway dry run');
    const { error } = await world.run('create', input);
    expect(error).toMatchObject({ code: 'FORBIDDEN', kubernetes: { code: 403 } });
    expect(world.api.requests).not.toContain('create ALB2');
  });

  it('writes nothing where the Gateway exists', async () => {
    await world.run('create', input);
    world.api.arm();
    expect((await world.run('create', input)).error).toMatchObject({ code: 'ALREADY_EXISTS', path: ['input', 'name'] });
    expect(world.api.requests.filter((request) => !/^(get|list|GET) /.test(request))).toEqual([]);
  });

  it('adopts no ALB that is shared, and changes nothing of it', async () => {
    const gateway = { mode: 'shared', name: 'g1' };
    const { metadata } = world.leaveAlb('g1-shared', { config: { gateway } });
    const startedMs = world.clock.now();
    const { data } = await world.run('create', input);
    expect(data.createGateway.alb.name).not.toBe('g1-shared');
    expect(world.clock.now()).toBe(startedMs);
    const shared = world.albs().find((alb) => alb.metadata.name === 'g1-shared');
    expect(shared?.metadata.annotations).toEqual(metadata.annotations);
    expect(shared?.['spec'].config.gateway).toEqual(gateway);
  });

  it('goes ahead unasked where a webhook takes no dry runs, and says so in the log', async () => {
    world.api.refuse('create ALB2 dry run', 400, 'BadRequest');
    expect((await world.run('create', input)).error).toBeUndefined();
    expect(notices).toEqual(['admission takes no dry runs']);
    expect(albRef(world)).toBe(world.albs()[0]?.metadata.name);
  });

  it('tells who only wanted to know that a webhook takes no dry runs', async () => {
    world.api.refuse('create ALB2 dry run', 400, 'BadRequest');
    expect((await world.run('create', { ...input, dryRun: true })).error).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('stores nothing in a dry run', async () => {
    const { data } = await world.run('create', { ...input, dryRun: true });
    expect(data.createGateway.written).toEqual(['ALB', 'GATEWAY']);
    expect([world.gateway(), world.albs()]).toEqual([undefined, []]);
  });

  it('adopts the ALB that a killed create left: its name, its unknown fields, this input', async () => {
    const config = {
      brandNew: { deep: true },
      replicas: 7,
      vip: { enableLbSvc: true, lbSvcAnnotations: { old: 'x' } },
    };
    world.leaveAlb('g1-left0', { config });
    const { data } = await world.run('create', input);
    expect(data.createGateway.alb.name).toBe('g1-left0');
    const [alb, ...others] = world.albs();
    expect(others).toEqual([]);
    expect([albRef(world), claimOf(alb)]).toEqual(['g1-left0', 'op-1']);
    expect(alb?.['spec']).toEqual({
      type: 'nginx',
      address: '10.0.0.8',
      config: {
        enableALb: false,
        brandNew: { deep: true },
        replicas: 2,
        gateway: { mode: 'standalone', name: 'g1' },
        resources: { limits: { cpu: '200m', memory: '256Mi' }, requests: { cpu: '200m', memory: '256Mi' } },
        vip: { enableLbSvc: true },
      },
    });
    expect(notices).toEqual(['ALB adopted']);
  });

  it('reads an ALB again that its operator wrote before it could be adopted', async () => {
    world.leaveAlb('g1-left0');
    world.api.meanwhile('update ALB2', () =>
      world.change({ kind: 'ALB2', name: 'g1-left0' }, (alb) => {
        alb['spec'].config.seenByOperator = true;
      }),
    );
    await world.run('create', input);
    expect(world.albs().map(({ metadata }) => metadata.name)).toEqual(['g1-left0']);
    expect(world.albs()[0]?.['spec'].config).toMatchObject({ seenByOperator: true, replicas: 2 });
  });

  it('takes an adopted ALB away again with what failed after it', async () => {
    world.leaveAlb('g1-left0');
    world.api.refuse('create Gateway');
    expect((await world.run('create', input)).error?.code).toBe('FORBIDDEN');
    expect([world.gateway(), world.albs()]).toEqual([undefined, []]);
  });

  it('leaves an ALB that was made by hand as it was', async () => {
    world.leaveAlb('by-hand', { claim: null, config: { replicas: 7 } });
    await world.clock.pass(10_000);
    const [before] = world.albs();
    world.api.refuse('create Gateway');
    expect((await world.run('create', input)).error?.code).toBe('FORBIDDEN');
    const [after] = world.albs();
    expect([after?.['spec'], after?.metadata.annotations]).toEqual([before?.['spec'], before?.metadata.annotations]);
  });

  it('of several left behind adopts the oldest, and removes the others', async () => {
    world.leaveAlb('g1-left0');
    world.leaveAlb('g1-left1');
    await world.run('create', input);
    expect(world.albs().map(({ metadata }) => metadata.name)).toEqual(['g1-left0']);
    expect(notices).toEqual(['ALB adopted', 'stray ALB removed']);
  });

  it('adopts one made by hand before one left behind, and never removes it', async () => {
    for (const name of ['by-hand0', 'by-hand1']) world.leaveAlb(name, { claim: null });
    world.leaveAlb('a-left-one');
    await world.run('create', input);
    expect([albRef(world), world.albs().map(({ metadata }) => metadata.name)]).toEqual([
      'by-hand0',
      ['by-hand0', 'by-hand1'],
    ]);
  });

  it('clears away, with ALREADY_EXISTS, what a create left that lost the name and was killed', async () => {
    await world.run('create', input);
    const own = albRef(world);
    world.leaveAlb('long-ago');
    world.leaveAlb('just-now', { ageMs: 1_000 });
    world.leaveAlb('by-hand', { claim: null });
    expect((await world.run('create', input)).error?.code).toBe('ALREADY_EXISTS');
    expect(new Set(world.albs().map(({ metadata }) => metadata.name))).toEqual(new Set([own, 'just-now', 'by-hand']));
  });

  it('puts another ALB in the place of one that is taken away once the Gateway stands', async () => {
    const stop = world.sandbox.admin.subscribe('Gateway', ({ object }) => {
      stop();
      const taken = object.metadata.labels?.['alb.cpaas.io/alb-ref'] ?? '';
      world.sandbox.admin.delete({ kind: 'ALB2', namespace: 'a1', name: taken });
    });
    const { data } = await world.run('create', input);
    expect(notices).toEqual(['ALB replaced']);
    expect([data.createGateway.alb.name]).toEqual(world.albs().map(({ metadata }) => metadata.name));
    expect(albRef(world)).toBe(data.createGateway.alb.name);
  });

  it('undoes the Gateway too that was pointed at another ALB without an answer', async () => {
    const stop = world.sandbox.admin.subscribe('Gateway', ({ object }) => {
      stop();
      const taken = object.metadata.labels?.['alb.cpaas.io/alb-ref'] ?? '';
      world.sandbox.admin.delete({ kind: 'ALB2', namespace: 'a1', name: taken });
    });
    const at = (attempt: number) => `update Gateway g1${attempt === 1 ? '' : ` #${attempt}`}`;
    world.api.arm(...[1, 2, 3, 4].map((n) => ({ at: at(n), fault: { type: 'cut-before' } as const, onward: false })), {
      at: at(5),
      fault: { type: 'cut-after' },
      onward: false,
    });
    expect((await world.run('create', input)).error?.code).toBe('CLUSTER_UNAVAILABLE');
    expect(world.api.met).toBe(true);
    expect([world.gateway(), world.albs()]).toEqual([undefined, []]);
  });

  it('undoes the Gateway too where no other ALB may be made', async () => {
    const stop = world.sandbox.admin.subscribe('Gateway', ({ object }) => {
      stop();
      const taken = object.metadata.labels?.['alb.cpaas.io/alb-ref'] ?? '';
      world.sandbox.admin.delete({ kind: 'ALB2', namespace: 'a1', name: taken });
    });
    world.api.refuse('create ALB2 #2');
    expect((await world.run('create', input)).error?.code).toBe('FORBIDDEN');
    expect([world.gateway(), world.albs()]).toEqual([undefined, []]);
    expect((await world.run('create', input)).error).toBeUndefined();
  });

  it('takes the claim back from another server that adopted the ALB while the Gateway was being written', async () => {
    world.api.meanwhile('get ALB2', () =>
      world.change({ kind: 'ALB2', name: world.albs()[0]?.metadata.name ?? '' }, (alb) => {
        alb.metadata.annotations = {
          'alb-graphql.cpaas.io/claim': `${new Date(world.clock.now()).toISOString()}/other`,
        };
        alb['spec'].config.replicas = 9;
      }),
    );
    expect((await world.run('create', input)).error).toBeUndefined();
    expect([claimOf(world.albs()[0]), world.albs()[0]?.['spec'].config.replicas]).toEqual(['op-1', 2]);
  });

  const otherGateway = () =>
    world.sandbox.admin.create({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'g1', namespace: 'a1', labels: { 'alb.cpaas.io/alb-ref': world.albs()[0]?.metadata.name } },
      spec: { gatewayClassName: 'exclusive-gateway', listeners: [{ name: 'other', port: 80, protocol: 'HTTP' }] },
    });

  it('leaves its ALB to the Gateway of another server that came to refer to it', async () => {
    world.api.meanwhile('create Gateway', otherGateway);
    const { error } = await world.run('create', input);
    expect(error).toMatchObject({ code: 'ALREADY_EXISTS', path: ['input', 'name'], kubernetes: { code: 409 } });
    expect(world.albs()).toHaveLength(1);
  });

  it('gives an adopted ALB back, as it was, to the Gateway of the server that made it', async () => {
    world.leaveAlb('g1-left0', { claim: 'slow', config: { replicas: 7 } });
    await world.clock.pass(10_000);
    const [before] = world.albs();
    world.api.meanwhile('create Gateway', otherGateway);
    expect((await world.run('create', input)).error?.code).toBe('ALREADY_EXISTS');
    const [after] = world.albs();
    expect([after?.['spec'], claimOf(after)]).toEqual([before?.['spec'], 'slow']);
  });

  it('does not take away an ALB that another server adopts at the last moment', async () => {
    world.api.arm(
      refusal('create Gateway'),
      meanwhile('delete ALB2', () =>
        world.change({ kind: 'ALB2', name: world.albs()[0]?.metadata.name ?? '' }, (alb) => {
          alb.metadata.annotations = {
            'alb-graphql.cpaas.io/claim': `${new Date(world.clock.now()).toISOString()}/other`,
          };
        }),
      ),
    );
    expect((await world.run('create', input)).error?.code).toBe('FORBIDDEN');
    expect(world.albs().map(claimOf)).toEqual(['other']);
  });
});

describe("createGateway, when the ALB's name is taken", () => {
  it('tries another', async () => {
    // Five numbers for each suffix: the first one twice.
    const numbers = [0, 0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5];
    const world = await WriteWorld.open({}, { random: () => numbers.shift() ?? 0.9 });
    world.leaveAlb('g1-aaaaa', { gateway: 'another' });
    const { data } = await world.run('create', input);
    expect(data.createGateway.alb.name).toBe('g1-sssss');
    await world.close();
  });
});

describe('createGateway while another one comes and goes', () => {
  it('gives the ALB that the other adopted its time anew', async () => {
    const world = await WriteWorld.open({ lookUpMs: 4_000 });
    const ref = { kind: 'Gateway', namespace: 'a1', name: 'g1' };
    world.leaveAlb('g1-left0');
    world.api.meanwhile('list ALB2 #18', () => {
      world.change({ kind: 'ALB2', name: 'g1-left0' }, (alb) => {
        alb.metadata.annotations = {
          'alb-graphql.cpaas.io/claim': `${new Date(world.clock.now()).toISOString()}/other`,
        };
      });
      world.sandbox.admin.create({
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { ...ref, labels: { 'alb.cpaas.io/alb-ref': 'g1-left0' } },
        spec: { gatewayClassName: 'exclusive-gateway', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
      });
      world.clock.schedule(10, () => world.sandbox.admin.delete(ref));
    });
    expect((await world.run('create', input)).error).toBeUndefined();
    await world.clock.pass(60_000);
    expect(world.albs().map(({ metadata }) => metadata.name)).toEqual([albRef(world)]);
    await world.close();
  });
});

describe('createGateway right after deleteGateway', () => {
  const delays = [0, 100, 700, 2_000, 4_900];

  it.each(delays)('works where the back end looks up the ALBs after %d ms', async (lookUpMs) => {
    const world = await WriteWorld.open({ lookUpMs });
    await world.run('create', input);
    await world.clock.pass(10_000);
    await world.run('delete', { name: 'g1' });
    expect((await world.run('create', input)).error).toBeUndefined();
    await world.clock.pass(60_000);
    expect(world.albs().map(({ metadata }) => metadata.name)).toEqual([albRef(world)]);
    await world.close();
  });
});
