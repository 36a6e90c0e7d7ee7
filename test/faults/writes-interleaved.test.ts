import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SimulatedOperator } from '../../src/sandbox/operator.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { DirectEngine, type Outcome } from '../harness/direct-engine.js';
import { type Journey, MemoryWire } from '../harness/memory-wire.js';
import { VirtualTime } from '../harness/virtual-time.js';
import { createSandbox, http, liveAlbs, mutations } from '../harness/write-world.js';

/*
 * Two servers create, update and delete two gateways at the same times, on one cluster whose operator takes its time, over
 * connections that fail; servers are killed and come back. All times are virtual and all chance comes from the scenario, so
 * that a run is the same each time. What failed is replayed by
 *   WRITES_REPLAY='<seed>:<path>' npm test -- --testPathPatterns writes-interleaved
 * with the seed and the path that the failure shows.
 */
const [replaySeed, replayPath] = (process.env['WRITES_REPLAY'] ?? '').split(/:(.*)/s);
const seed = replaySeed ? Number(replaySeed) : Date.now() % 2 ** 31;

const names = ['g1', 'g2'] as const;
type Name = (typeof names)[number];

interface Operation {
  readonly type: 'create' | 'delete' | 'update alb' | 'update gateway' | 'update both';
  readonly name: Name;
  readonly server: 0 | 1;
  readonly atMs: number;
}

interface Scenario {
  /** What is there of both gateways before: nothing, all of it, or the ALB that a killed create left. */
  readonly start: 'nothing' | 'gateways' | 'ALBs';
  readonly operations: readonly Operation[];
  /** When a server is killed; a new one takes its place at once. */
  readonly kills: readonly { readonly server: 0 | 1; readonly atMs: number }[];
  /** Of a hundred requests, how many fail. */
  readonly faultPercent: number;
  /** How long requests travel at most, each way. */
  readonly travelMs: number;
  readonly lookUpMs: number;
  readonly chance: number;
}

/** Most of it at once, some of it later. */
const moments = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
);
const servers = fc.constantFrom<0 | 1>(0, 1);
const scenarios: fc.Arbitrary<Scenario> = fc.record({
  start: fc.constantFrom<Scenario['start']>('nothing', 'gateways', 'gateways', 'ALBs', 'ALBs'),
  operations: fc.array(
    fc.record({
      type: fc.constantFrom<Operation['type']>(
        'create',
        'create',
        'create',
        'delete',
        'delete',
        'update alb',
        'update gateway',
        'update both',
      ),
      name: fc.constantFrom<Name>('g1', 'g1', 'g1', 'g2'),
      server: servers,
      atMs: moments,
    }),
    { minLength: 2, maxLength: 10 },
  ),
  kills: fc.array(fc.record({ server: servers, atMs: moments }), { maxLength: 2 }),
  faultPercent: fc.constantFrom(0, 0, 3, 15),
  travelMs: fc.constantFrom(1, 20, 300, 1_000, 3_000),
  lookUpMs: fc.oneof(
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 5_000 }) },
    // As the time that a create gives it ends, and the Gateway is being written.
    { weight: 2, arbitrary: fc.integer({ min: 4_800, max: 5_600 }) },
  ),
  chance: fc.integer(),
});

const faults = [
  'refused',
  '403',
  '429',
  '500',
  '500-after',
  'cut-before',
  'cut-after',
  'lost-before',
  'lost-after',
] as const;

/** What one operation came to. Undefined: its server was killed. */
interface Result {
  readonly operation: Operation;
  /** Marks what this operation, and no other, writes. */
  readonly mark: number;
  readonly outcome: Outcome | undefined;
}

/** Small, fast and the same everywhere: mulberry32. */
function chanceFrom(start: number): () => number {
  let state = start | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Server {
  readonly engine: DirectEngine;
  readonly wire: MemoryWire;
  readonly untilKilled: Promise<void>;
  kill(): void;
}

/** One scenario, on a cluster of its own. */
class Run {
  readonly clock = new VirtualTime();
  readonly sandbox: Sandbox;
  readonly #chance: () => number;
  readonly #servers: [Server, Server];
  #failing = false;
  #started = 0;

  constructor(private readonly scenario: Scenario) {
    this.#chance = chanceFrom(scenario.chance);
    this.sandbox = createSandbox(this.clock, this.#chance);
    // As late as it can be, half of the time; slow connections take from the time that a create gives it.
    const latestMs = Math.max(0, scenario.lookUpMs - 2 * scenario.travelMs);
    const lookUpMs = () => Math.floor(Math.min(1, 2 * this.#chance()) * latestMs);
    const operator = { clock: this.clock, random: this.#chance, requeueMs: 0, lookUpMs };
    new SimulatedOperator(this.sandbox.admin, operator).start();
    this.#servers = [this.#server(), this.#server()];
  }

  async play(): Promise<Result[]> {
    const { operations, kills } = this.scenario;
    await this.#begin();
    this.#failing = true;
    for (const { server, atMs } of kills) {
      this.clock.schedule(atMs, () => {
        this.#servers[server].kill();
        this.#servers[server] = this.#server();
      });
    }
    const results = operations.map(
      (operation, at) =>
        new Promise<Result>((resolve) => {
          this.clock.schedule(operation.atMs, () => resolve(this.#perform(operation, at + 1)));
        }),
    );
    const all = await this.clock.until(Promise.all(results));
    this.#failing = false;
    await this.clock.pass(60_000);
    return all;
  }

  /** The same call once more, in good times. */
  async again(name: Name): Promise<Outcome> {
    const outcome = await this.clock.until(this.#execute({ type: 'create', name, server: 0, atMs: 0 }, 99));
    await this.clock.pass(60_000);
    return outcome;
  }

  gateway(name: Name) {
    return this.sandbox.admin.get({ kind: 'Gateway', namespace: 'a1', name });
  }

  async #begin(): Promise<void> {
    const { start } = this.scenario;
    for (const name of names) {
      if (start === 'gateways') {
        await this.clock.until(this.#execute({ type: 'create', name, server: 0, atMs: 0 }, 98));
      } else if (start === 'ALBs') {
        this.sandbox.admin.create({
          apiVersion: 'crd.alauda.io/v2beta1',
          kind: 'ALB2',
          metadata: {
            name: `${name}-left0`,
            namespace: 'a1',
            annotations: { 'alb-graphql.cpaas.io/claim': `${new Date(this.clock.now()).toISOString()}/killed` },
          },
          spec: { type: 'nginx', config: { gateway: { mode: 'standalone', name } } },
        });
      }
    }
    await this.clock.pass(10_000);
  }

  async #perform(operation: Operation, mark: number): Promise<Result> {
    const { untilKilled } = this.#servers[operation.server];
    const outcome = await Promise.race([this.#execute(operation, mark), untilKilled.then(() => undefined)]);
    return { operation, mark, outcome };
  }

  #execute({ type, name, server }: Operation, mark: number): Promise<Outcome> {
    const { engine } = this.#servers[server];
    const listeners = [{ ...http, port: 1_000 + mark }];
    const alb = { replicas: mark };
    const target = { namespace: 'a1', name };
    switch (type) {
      case 'create':
        return engine.execute(mutations.create, { input: { ...target, listeners, alb } });
      case 'delete':
        return engine.execute(mutations.delete, { input: target });
      case 'update alb':
        return engine.execute(mutations.update, { input: { ...target, alb } });
      case 'update gateway':
        return engine.execute(mutations.update, { input: { ...target, listeners } });
      case 'update both':
        return engine.execute(mutations.update, { input: { ...target, listeners, alb } });
      default:
        return type satisfies never;
    }
  }

  #server(): Server {
    const { clock, sandbox } = this;
    const wire = new MemoryWire(sandbox, clock, (method) => this.#journey(method));
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#started += 1;
    const options = { url: 'http://memory', clock, random: this.#chance, createDispatcher: () => wire };
    const engine = new DirectEngine({ ...options, id: `server-${this.#started}` });
    return {
      engine,
      wire,
      untilKilled: promise,
      kill() {
        wire.kill();
        resolve();
      },
    };
  }

  #journey(method: string): Journey {
    const chance = this.#chance;
    const travel = () => Math.floor(chance() * this.scenario.travelMs);
    const fails = this.#failing && chance() * 100 < this.scenario.faultPercent;
    const fault = fails ? faults[Math.floor(chance() * faults.length)] : undefined;
    // Admission judges writes alone; who may not read may never do it.
    const harmless = fault === '403' && method === 'GET';
    return { thereMs: travel(), backMs: travel(), fault: harmless ? undefined : fault };
  }
}

/** Whether a create may have left an ALB behind: it was killed, or says so. */
const mayLeave = ({ operation, outcome }: Result) =>
  operation.type === 'create' &&
  (outcome === undefined ||
    [...(outcome.error?.['written'] ?? []), ...(outcome.error?.['unknown'] ?? [])].includes('ALB'));

/** Whether it failed, and nothing of it stands. */
const leftNothing = ({ outcome }: Result) => outcome?.error !== undefined && outcome.error['unknown'] === undefined;

/** What stands of one gateway: wrong things in words. */
function faultsOf(run: Run, name: Name, results: readonly Result[], leftBefore = false): string[] {
  const gateway = run.gateway(name);
  const albs = liveAlbs(run.sandbox, name).map(({ metadata }) => metadata.name);
  const ref = gateway?.metadata.labels?.['alb.cpaas.io/alb-ref'];
  const wrong: string[] = [];
  if (gateway !== undefined && !albs.includes(ref ?? ''))
    wrong.push(`Gateway ${name} refers to ${ref}; there is ${albs}`);
  if (leftBefore || results.some(mayLeave)) return wrong;
  if (albs.length > 1) wrong.push(`${albs.length} ALBs name ${name}: ${albs}`);
  if (gateway === undefined && albs.length > 0) wrong.push(`no Gateway ${name}, but ${albs}`);
  return wrong;
}

/** What a failed operation left although it said that nothing of it stands. */
function tracesOf(run: Run, { operation: { name, type }, mark }: Result): string[] {
  const port = run.gateway(name)?.['spec'].listeners[0].port;
  const replicas = liveAlbs(run.sandbox, name).map((alb) => alb['spec'].config.replicas);
  return [
    ...(port === 1_000 + mark ? [`${type} ${name} failed, and its port ${port} stands`] : []),
    ...(replicas.includes(mark) ? [`${type} ${name} failed, and its replicas ${mark} stand`] : []),
  ];
}

async function faultsOfScenario(scenario: Scenario): Promise<string[]> {
  const run = new Run(scenario);
  const results = await run.play();
  const wrong: string[] = results.filter(leftNothing).flatMap((result) => tracesOf(run, result));
  for (const name of names) {
    const concerned = results.filter(({ operation }) => operation.name === name);
    const wins = concerned.filter(
      ({ operation, outcome }) => operation.type === 'create' && outcome?.error === undefined && outcome,
    );
    const deletes = concerned.filter(({ operation }) => operation.type === 'delete');
    const room = deletes.length + (scenario.start === 'gateways' ? 0 : 1);
    if (wins.length > room) wrong.push(`${wins.length} creates of ${name} won, with ${deletes.length} deletes`);
    wrong.push(...faultsOf(run, name, concerned, scenario.start === 'ALBs'));
    if (concerned.every(({ operation }) => operation.type !== 'create')) continue;
    const { error } = await run.again(name);
    if (error !== undefined && error.code !== 'ALREADY_EXISTS') wrong.push(`once more: ${error.code} ${error.message}`);
    wrong.push(...faultsOf(run, name, []).map((fault) => `once more: ${fault}`));
  }
  return wrong;
}

it('a thousand interleavings of two servers leave every gateway working or as it was', async () => {
  console.log(`interleaved writes: seed ${seed}`);
  const property = fc.asyncProperty(scenarios, async (scenario) => {
    expect(await faultsOfScenario(scenario)).toEqual([]);
  });
  await fc.assert(property, { numRuns: 1_000, seed, ...(replayPath && { path: replayPath }), endOnFailure: false });
}, 300_000);
