import type { Clock } from '../../src/clock.js';
import type { SandboxObject } from '../../src/sandbox/json.js';
import { type OperatorOptions, SimulatedOperator } from '../../src/sandbox/operator.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { DirectEngine, type DirectEngineOptions, type Outcome } from './direct-engine.js';
import { FaultyApi } from './faulty-api.js';
import { VirtualTime } from './virtual-time.js';

export const mutations = {
  create: `mutation ($input: CreateGatewayInput!) {
    createGateway(input: $input) { written gateway { name uid } alb { name } }
  }`,
  update: `mutation ($input: UpdateGatewayInput!) {
    updateGateway(input: $input) { written gateway { generation resourceVersion } alb { generation resourceVersion } }
  }`,
  delete: `mutation ($input: DeleteGatewayInput!) { deleteGateway(input: $input) { gateway { name } albs { name } } }`,
  deleteOrphan: `mutation ($input: DeleteOrphanedAlbInput!) { deleteOrphanedAlb(input: $input) { alb { name } } }`,
};

export const http = { name: 'http', port: 8234, protocol: 'HTTP', hostname: 'a.com', allowedRoutes: { from: 'ALL' } };

/** What a create and the rest are tried on: a sandbox with its operator, behind a proxy that fails as told, all in virtual time. */
export class WriteWorld {
  readonly clock: VirtualTime;
  readonly sandbox: Sandbox;
  readonly engine: DirectEngine;

  private constructor(
    readonly api: FaultyApi,
    sandbox: Sandbox,
    clock: VirtualTime,
    engine: DirectEngine,
  ) {
    [this.sandbox, this.clock, this.engine] = [sandbox, clock, engine];
  }

  static async open(
    operator: Partial<OperatorOptions> = {},
    {
      startMs,
      ...options
    }: Pick<DirectEngineOptions, 'onMutation' | 'onNotice' | 'random'> & { startMs?: number } = {},
  ): Promise<WriteWorld> {
    const parts: { engine?: DirectEngine; api?: FaultyApi } = {};
    // A held request waits for its deadline: it keeps nothing else from happening.
    const clock = new VirtualTime(() => (parts.engine?.inFlight ?? 0) !== (parts.api?.held ?? 0), startMs);
    const sandbox = createSandbox(clock);
    new SimulatedOperator(sandbox.admin, { clock, random: Math.random, requeueMs: 0, ...operator }).start();
    const api = await FaultyApi.start(async (request) => {
      const { status, headers, body } = await sandbox.handle({ ...request, headers: request.headers as never });
      return { status, headers, body: body as string };
    });
    const engine = new DirectEngine({ url: api.url, clock, ...options });
    Object.assign(parts, { engine, api });
    return new WriteWorld(api, sandbox, clock, engine);
  }

  run(mutation: keyof typeof mutations, input: object): Promise<Outcome> {
    return this.clock.until(this.engine.execute(mutations[mutation], { input: { namespace: 'a1', ...input } }));
  }

  gateway(name = 'g1'): SandboxObject | undefined {
    return this.sandbox.admin.get({ kind: 'Gateway', namespace: 'a1', name });
  }

  /** The ALBs that name a gateway and stay. */
  albs(name = 'g1'): SandboxObject[] {
    return liveAlbs(this.sandbox, name);
  }

  snapshot() {
    return { gateway: this.gateway(), albs: this.albs() };
  }

  pass(ms: number): Promise<void> {
    return this.clock.pass(ms);
  }

  /** As a person with kubectl would. */
  change(ref: { kind: string; name: string }, change: (object: SandboxObject) => void): void {
    this.sandbox.admin.update({ namespace: 'a1', ...ref }, (object) => {
      change(object);
      return object;
    });
  }

  /** An ALB that names a gateway, by default as a create left it that was killed two minutes ago. */
  leaveAlb(
    name: string,
    { gateway = 'g1', claim = 'killed', ageMs = 120_000, config = {} }: Partial<Leftover> = {},
  ): SandboxObject {
    const at = new Date(this.clock.now() - ageMs).toISOString();
    return this.sandbox.admin.create({
      apiVersion: 'crd.alauda.io/v2beta1',
      kind: 'ALB2',
      metadata: {
        name,
        namespace: 'a1',
        ...(claim !== null && { annotations: { 'alb-graphql.cpaas.io/claim': `${at}/${claim}` } }),
      },
      spec: { type: 'nginx', config: { gateway: { mode: 'standalone', name: gateway }, ...config } },
    });
  }

  async close(): Promise<void> {
    await this.engine.close();
    await this.api.close();
  }
}

interface Leftover {
  readonly gateway: string;
  /** Null: made by hand, without a claim. */
  readonly claim: string | null;
  readonly ageMs: number;
  readonly config: object;
}

/** With what a create needs: namespace a1, and the standalone class. */
export function createSandbox(clock: Clock, random = Math.random): Sandbox {
  const sandbox = new Sandbox({ clock, random });
  sandbox.admin.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a1' } });
  sandbox.admin.create({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: {
      name: 'exclusive-gateway',
      labels: { 'gatewayclass.cpaas.io/deploy': 'cpaas.io', 'gatewayclass.cpaas.io/type': 'standalone' },
    },
    spec: { controllerName: 'example.com/controller' },
  });
  return sandbox;
}

export function liveAlbs({ admin }: Sandbox, gatewayName: string): SandboxObject[] {
  return admin
    .list('ALB2', 'a1')
    .filter((alb) => alb['spec'].config?.gateway?.name === gatewayName && alb.metadata.deletionTimestamp === undefined);
}
