import { afterAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { systemClock } from '../../src/clock.js';
import { errorCodes } from '../../src/errors.js';
import { createSchema } from '../../src/graphql/build-schema.js';
import { fillPlatform } from '../../src/sandbox/platform.js';
import { Sandbox, type SandboxRequest } from '../../src/sandbox/sandbox.js';
import { DirectEngine } from '../harness/direct-engine.js';
import { MemoryWire } from '../harness/memory-wire.js';
import { VirtualTime } from '../harness/virtual-time.js';
import { anyOperation } from './fuzz/any-operation.js';
import { Choices } from './fuzz/choices.js';
import { oddAnswer } from './fuzz/odd-answer.js';

/*
 * Operations that the schema more or less allows, and clusters whose objects are not what they should be: whatever comes, an
 * answer does, with documented codes. INTERNAL_SERVER_ERROR is none that an operation may bring about. What failed is replayed by
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

  constructor(alter: (text: string) => string = (text) => text) {
    fillPlatform(this.#sandbox.admin, { at: '2026-01-01T00:00:00Z' });
    const handle = async (request: SandboxRequest) => {
      this.inFlight += 1;
      const answer = await this.#sandbox.handle(request).finally(() => {
        this.inFlight -= 1;
      });
      if (request.method !== 'GET' || typeof answer.body !== 'string' || answer.status !== 200) return answer;
      return { ...answer, body: alter(answer.body) };
    };
    const createDispatcher = () => new MemoryWire({ handle }, this.clock, () => ({ thereMs: 0, backMs: 0 }));
    this.#engine = new DirectEngine({
      url: 'http://127.0.0.1:1',
      clock: this.clock,
      random: () => 0.5,
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
    const refused = engine.check({ document });
    if (refused.length > 0) return refused.map((error) => codeOf(engine.formatError(error)));
    const contextValue = engine.contextFor({ token: 'a-token', key: 'a' }, new AbortController().signal);
    const result = await this.clock.until(
      (async () => engine.execute({ schema: engine.schema, document, contextValue }))(),
    );
    const errors = (result.errors ?? []).map((error) => engine.formatError(error));
    JSON.stringify({ data: result.data, errors });
    return errors.map(codeOf);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}

const codeOf = ({ extensions }: { extensions?: Record<string, unknown> }) => String(extensions?.['code']);

/** What came of everything, for the figures. */
const outcomes = new Map<string, number>();
const count = (codes: readonly string[]) => {
  for (const code of codes.length === 0 ? ['OK'] : codes) outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
};

const numbers = (most: number) => fc.array(fc.nat(1_000), { maxLength: most });

it(`operations of all kinds are answered (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(numbers(400), async (choices) => {
      const query = anyOperation(schema, new Choices(choices), 4);
      const world = new World();
      const codes = await world.codesOf(query);
      await world.close();
      count(codes);
      const undocumented = codes.filter((code) => !documented.has(code));
      if (undocumented.length > 0) throw new Error(`${undocumented[0]} from ${query}`, { cause: world.fault });
    }),
    { ...parameters, numRuns: runs },
  );
}, 900_000);

const everything = [
  '{ gateways { totalCount nodes { name namespace labels annotations createdAt deletingSince generation manifest gatewayClassName gatewayClass { name type description accepted conditions { type status lastTransitionAt } addresses { value } } alb { name state } addresses { value type sources } statusAddresses { value type } listeners { name hostname port protocol urls attachedRoutes supportedKinds { kind } conditions { type } tls { mode options certificateRefs { name } } allowedRoutes { from selector kinds { kind } } } conditions { type status reason message observedGeneration } provisioning { phase percent steps { name state message since } } events { type reason message count lastSeenAt regarding } } } }',
  '{ albs { totalCount nodes { name labels annotations createdAt manifest(format: JSON) addresses { value type sources } manualAddresses loadBalancer { ok message ipv4 ipv6 hostnames } loadBalancerServiceEnabled lbSvcAnnotations networkMode gatewayMode gatewayName replicas resources { limits { cpu memory } requests { cpu memory } } state reason version probedAt gateways { name } orphaned events { reason } } } }',
  '{ gatewayClasses { name type controllerName accepted labels conditions { type } addresses { value } alb { name } gateways { totalCount } } namespaces viewer { username groups can(verb: "get", resource: ALB) } clusters { name reachable kubernetesVersion gatewayApiVersion } }',
  '{ gateways(filter: { search: "a", address: "10", hostname: "a.com", port: 80, phase: [READY, FAILED] }, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { id name } } albs(filter: { search: "a", state: [RUNNING], orphaned: false }, orderBy: { field: STATE, direction: ASC }) { nodes { id } } }',
  'mutation { updateGateway(input: { namespace: "a1", name: "g1", labels: { a: "b" }, listeners: [{ name: "http", port: 81, protocol: "HTTP" }], alb: { addresses: ["10.0.0.9"], resources: { limits: { cpu: "1" } } } }) { written gateway { name } alb { name } } }',
  'mutation { createGateway(input: { namespace: "a1", name: "new", listeners: [{ name: "http", port: 80, protocol: "HTTP" }] }) { written gateway { name } } }',
  'mutation { deleteGateway(input: { namespace: "a1", name: "g1" }) { gateway { name } albs { name } } }',
  'mutation { deleteOrphanedAlb(input: { namespace: "a1", name: "g1-12334" }) { alb { name } } }',
];

it(`objects that are not what they should be are answered (seed ${seed})`, async () => {
  let faults = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...everything), numbers(300), async (query, choices) => {
      const choosing = new Choices(choices);
      let odd = true;
      const world = new World((text) => (odd ? oddAnswer(text, choosing) : text));
      const codes = await world.codesOf(query);
      odd = false;
      const after = await world.codesOf('{ albs { totalCount } }');
      await world.close();
      count(codes);
      if (codes.includes(internal)) faults += 1;
      const undocumented = [...codes, ...after].filter((code) => !documented.has(code) && code !== internal);
      if (undocumented.length > 0 || after.length > 0)
        throw new Error(`${[...codes, ...after]} from ${query.slice(0, 60)}`);
    }),
    { ...parameters, numRuns: runs },
  );
  // Of a wrong type where the definition would have let no such object in, it is one field's error, and rare.
  expect(faults / runs).toBeLessThan(0.01);
}, 900_000);

afterAll(() => {
  const figures = [...outcomes].sort(([, a], [, b]) => b - a).map(([code, times]) => `${code} ${times}`);
  process.stdout.write(`fuzz, seed ${seed}: ${figures.join(', ')}\n`);
  expect(figures.length).toBeGreaterThan(5);
});
