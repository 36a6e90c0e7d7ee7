import { inspect } from 'node:util';
import { afterAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { systemClock } from '../../src/clock.js';
import { errorCodes } from '../../src/errors.js';
import { createSchema } from '../../src/graphql/build-schema.js';
import { fillPlatform } from '../../src/sandbox/platform.js';
import { Sandbox, type SandboxRequest } from '../../src/sandbox/sandbox.js';
import { DirectEngine } from '../harness/direct-engine.js';
import { MemoryWire } from '../harness/memory-wire.js';
import { openResources } from '../harness/open-resources.js';
import { VirtualTime } from '../harness/virtual-time.js';
import { anyOperation } from './fuzz/any-operation.js';
import { Choices } from './fuzz/choices.js';
import { oddAnswer } from './fuzz/odd-answer.js';

/*
 * Queries, mutations and subscriptions that the schema more or less allows, and clusters whose objects are not what they
 * should be: whatever comes, an answer does, or a stream that goes on and can be left, with documented codes. INTERNAL_SERVER_ERROR is none that an operation may bring about. What failed is replayed by
 *   FUZZ_REPLAY='<seed>:<path>' npm test -- --testPathPatterns fuzz
 * with the seed and the path that the failure shows.
 */
const [replaySeed, replayPath] = (process.env['FUZZ_REPLAY'] ?? '').split(/:(.*)/s);
// One seed where a run is to come out the same each time; any other by `FUZZ_REPLAY=$RANDOM npm run fuzz`.
const seed = Number(replaySeed || 20_261_125);
const parameters = { seed, ...(replayPath && { path: replayPath }), endOnFailure: false };
const runs = Number(process.env['FUZZ_RUNS'] ?? 1_000) / 2;

const schema = createSchema();
const documented = new Set<string>([...Object.keys(errorCodes), 'BAD_USER_INPUT']);
const internal = 'INTERNAL_SERVER_ERROR';
documented.delete(internal);

/** A platform by itself, in a time of its own, that answers at once. */
class World {
  inFlight = 0;
  /** Behind the first INTERNAL_SERVER_ERROR. */
  fault: unknown;
  readonly clock = new VirtualTime(() => this.inFlight > 0, systemClock.now());
  readonly #sandbox = new Sandbox({ clock: this.clock, random: () => 0.5 });
  readonly #engine: DirectEngine;

  constructor(
    private readonly choices: Choices,
    alter: (text: string) => string = (text) => text,
  ) {
    fillPlatform(this.#sandbox.admin, { at: '2026-01-01T00:00:00Z' });
    const handle = async (request: SandboxRequest) => {
      this.inFlight += 1;
      const answer = await this.#sandbox.handle(request).finally(() => {
        this.inFlight -= 1;
      });
      const { body, status } = answer;
      if (request.method !== 'GET' || status !== 200 || body === 'ok') return answer;
      return { ...answer, body: typeof body === 'string' ? alter(body) : alterWatched(body, alter) };
    };
    const createDispatcher = () => new MemoryWire({ handle }, this.clock, () => ({ thereMs: 0, backMs: 0 }));
    this.#engine = new DirectEngine({
      url: 'http://127.0.0.1:1',
      clock: this.clock,
      random: () => 0.5,
      mode: choices.of(['passthrough', 'shared'] as const),
      createDispatcher,
      onInternalError: (error) => {
        this.fault ??= error;
      },
    });
  }

  /** The codes of what went wrong. The answer itself must be JSON. */
  async codesOf(query: string): Promise<string[]> {
    const { engine } = this.#engine;
    const document = engine.parse(query);
    if (document instanceof GraphQLError) return [codeOf(engine.formatError(document))];
    const result = engine.check({ document });
    if (result.kind === 'refused') return result.errors.map((error) => codeOf(engine.formatError(error)));
    const contextValue = engine.contextFor({ token: 'a-token', key: 'a' }, openResources());
    const args = { schema: engine.schema, document, contextValue };
    if (!query.startsWith('subscription'))
      return this.#codesIn(await this.clock.until((async () => engine.execute(args))()));
    const started = await this.clock.until(engine.subscribe(args));
    return Symbol.asyncIterator in started ? this.#codesOfStream(started) : this.#codesIn(started);
  }

  /** A listener hears what there is, and of what changes; then it leaves. */
  async #codesOfStream(stream: AsyncIterableIterator<ExecutionResult>): Promise<string[]> {
    const codes: string[] = [];
    let heard = 0;
    let over = false;
    void (async () => {
      try {
        for await (const result of stream) {
          heard += 1;
          codes.push(...this.#codesIn(result));
        }
      } catch (error) {
        codes.push(codeOf(this.#engine.engine.formatError(error)));
      }
      over = true;
    })();
    await this.clock.pass(1_000);
    if (heard === 0 && codes.length === 0) throw new Error('a listener is told nothing, not even SYNCED');
    for (let changes = this.choices.below(4); changes > 0; changes -= 1) this.#change();
    await this.clock.pass(15_000);
    await stream.return?.();
    await this.clock.pass(1_000);
    if (!over) throw new Error('a stream that was left goes on');
    // A fault on the way to a listener is told nobody: they miss an event.
    return [...new Set(this.fault === undefined ? codes : [...codes, internal])];
  }

  #codesIn({ data, errors = [] }: ExecutionResult): string[] {
    const told = errors.map((error) => this.#engine.engine.formatError(error));
    JSON.stringify({ data, errors: told });
    return told.map(codeOf);
  }

  #change(): void {
    const { admin } = this.#sandbox;
    const { kind, metadata } = this.choices.of(['Gateway', 'ALB2', 'GatewayClass'].flatMap((one) => admin.list(one)));
    const { namespace, name } = metadata;
    if (this.choices.once(3)) return admin.delete({ kind, namespace, name });
    const labels = { changed: String(this.choices.below(1_000)) };
    admin.update({ kind, namespace, name }, (object) => ({ ...object, metadata: { ...object.metadata, labels } }));
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}

/** The objects of a watch's events, altered. */
async function* alterWatched(lines: AsyncIterable<string>, alter: (text: string) => string) {
  for await (const line of lines) {
    const { type, object } = JSON.parse(line);
    yield `{"type":"${type}","object":${type === 'BOOKMARK' ? JSON.stringify(object) : alter(JSON.stringify(object))}}\n`;
  }
}

const codeOf = ({ extensions }: { extensions?: Record<string, unknown> }) => String(extensions?.['code']);

/** What came of everything, for the figures. */
const outcomes = new Map<string, number>();
const count = (codes: readonly string[]) => {
  for (const code of codes.length === 0 ? ['OK'] : codes) outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
};

// Of its own accord fast-check makes ten at the most, which is an operation of two fields.
const numbers = (most: number) => fc.array(fc.nat(1_000), { maxLength: most, size: 'max' });

it(`operations of all kinds are answered (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(numbers(400), async (choices) => {
      const choosing = new Choices(choices);
      const query = anyOperation(schema, choosing, 4);
      const world = new World(choosing);
      const codes = await world.codesOf(query);
      await world.close();
      count(codes);
      const undocumented = codes.filter((code) => !documented.has(code));
      if (undocumented.length > 0) throw new Error(`${undocumented[0]} from ${query}: ${inspect(world.fault)}`);
    }),
    { ...parameters, numRuns: runs },
  );
}, 900_000);

const everything = [
  '{ gateways { totalCount nodes { name namespace labels annotations createdAt deletingSince generation manifest gatewayClassName gatewayClass { name type description accepted conditions { type status lastTransitionAt } addresses { value } } alb { name state } addresses { value type sources } statusAddresses { value type } listeners { name hostname port protocol urls attachedRoutes supportedKinds { kind } conditions { type } tls { mode options certificateRefs { name } } allowedRoutes { from selector kinds { kind } } } conditions { type status reason message observedGeneration } provisioning { phase percent steps { name state message since } } events { type reason message count lastSeenAt regarding } } } }',
  '{ albs { totalCount nodes { name labels annotations createdAt manifest(format: JSON) addresses { value type sources } manualAddresses loadBalancer { ok message ipv4 ipv6 hostnames } loadBalancerServiceEnabled lbSvcAnnotations networkMode gatewayMode gatewayName replicas resources { limits { cpu memory } requests { cpu memory } } state reason version probedAt gateways { name } orphaned events { reason } } } }',
  '{ gatewayClasses { name type controllerName accepted labels conditions { type } addresses { value } alb { name } gateways { totalCount } } namespaces viewer { username groups can(verb: "get", resource: ALB) } clusters { name reachable kubernetesVersion gatewayApiVersion } }',
  '{ gateways(filter: { search: "a", address: "10.0.0.8", hostname: "a.com", port: 80, phase: [READY, FAILED] }, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { id name } } albs(filter: { search: "a", state: [RUNNING], orphaned: false }, orderBy: { field: STATE, direction: ASC }) { nodes { id } } }',
  'subscription { gatewayEvents { type gateway { name namespace labels annotations createdAt gatewayClassName gatewayClass { name type description accepted conditions { type } addresses { value } } alb { name state } addresses { value type sources } statusAddresses { value type } listeners { name hostname port protocol urls attachedRoutes supportedKinds { kind } tls { mode options certificateRefs { name } } allowedRoutes { from selector kinds { kind } } } conditions { type status reason message observedGeneration } provisioning { phase percent steps { name state message since } } } } }',
  'subscription { albEvents(filter: { search: "g", orphaned: false }, debounceMs: 100) { type alb { name labels addresses { value type sources } loadBalancer { ok message ipv4 } networkMode replicas resources { limits { cpu memory } } state reason gateways { name } orphaned events { reason } } } }',
  'subscription { gatewayClassEvents(initial: false) { type gatewayClass { name type controllerName accepted labels conditions { type } addresses { value } alb { name } } } }',
  'mutation { updateGateway(input: { namespace: "a1", name: "g1", labels: { a: "b" }, listeners: [{ name: "http", port: 81, protocol: "HTTP" }], alb: { addresses: ["10.0.0.9"], resources: { limits: { cpu: "1" } } } }) { written gateway { name } alb { name } } }',
  'mutation { createGateway(input: { namespace: "a1", name: "new", listeners: [{ name: "http", port: 80, protocol: "HTTP" }] }) { written gateway { name } } }',
  'mutation { deleteGateway(input: { namespace: "a1", name: "g1" }) { gateway { name } albs { name } } }',
  'mutation { deleteOrphanedAlb(input: { namespace: "a2", name: "forgotten-p0o9i" }) { alb { name } } }',
];

it('where nothing is odd, nothing is wrong', async () => {
  for (const query of everything) {
    const world = new World(new Choices([]));
    expect([query, ...(await world.codesOf(query))]).toEqual([query]);
    await world.close();
  }
});

it(`objects that are not what they should be are answered (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...everything), numbers(300), async (query, choices) => {
      const choosing = new Choices(choices);
      let odd = true;
      const world = new World(choosing, (text) => (odd ? oddAnswer(text, choosing) : text));
      const codes = await world.codesOf(query);
      odd = false;
      await world.clock.pass(60_000);
      const after = await world.codesOf('{ albs { totalCount } }');
      await world.close();
      count(codes);
      const undocumented = [...codes, ...after].filter((code) => !documented.has(code));
      if (undocumented.length > 0 || after.length > 0)
        throw new Error(`${[...codes, ...after]} from ${query.slice(0, 60)}: ${inspect(world.fault)}`);
    }),
    { ...parameters, numRuns: runs },
  );
}, 900_000);

afterAll(() => {
  const figures = [...outcomes].sort(([, a], [, b]) => b - a).map(([code, times]) => `${code} ${times}`);
  process.stdout.write(`fuzz, seed ${seed}: ${figures.join(', ')}\n`);
  if (replayPath === undefined) expect(figures.length).toBeGreaterThan(5);
});
