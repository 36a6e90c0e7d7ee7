import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import { createSchema } from '../../src/graphql/build-schema.js';
import { anyScript } from './fuzz/any-frames.js';
import { anyRequest } from './fuzz/any-request.js';
import { Choices } from './fuzz/choices.js';
import { FuzzedServer } from './fuzz/fuzzed-server.js';

/*
 * Raw requests, event streams and WebSockets, more or less as they should be: whatever comes, the server answers with no 5xx, no
 * INTERNAL_SERVER_ERROR, no close code 4500; it logs no error, leaves no rejection unheard, and closes what it opened. What failed is replayed by
 *   FUZZ_SEED='<seed>:<path>' npm test -- --testPathPatterns fuzz-inputs
 * with the seed and the path that the failure shows.
 */
const [replaySeed, replayPath] = (process.env['FUZZ_SEED'] ?? '').split(/:(.*)/s);
// One seed where a run is to come out the same each time; any other by `FUZZ_SEED=$RANDOM npm run fuzz`.
const seed = Number(replaySeed || 20_261_129);
const inputs = Number(process.env['FUZZ_INPUTS'] ?? 400);
const schema = createSchema();
// Of its own accord fast-check makes ten numbers at the most.
const numbers = fc.array(fc.nat(1_000), { minLength: 60, maxLength: 250, size: 'max' });

const outcomes = new Map<string, number>();
const count = (outcome: string) => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);

/** Much longer than any input takes. */
const deadlineMs = 20_000;

async function send(input: unknown, sending: Promise<string>): Promise<void> {
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(() => deadline.reject(new Error('was never answered')), deadlineMs);
  try {
    count(await Promise.race([sending, deadline.promise]));
  } catch (thrown) {
    throw new Error(`${inspect(input, { maxStringLength: 2_000 })}\n${(thrown as Error).message}`);
  } finally {
    clearTimeout(timer);
  }
}

const parameters = (share: number) => ({
  seed,
  ...(replayPath && { path: replayPath }),
  endOnFailure: true,
  numRuns: Math.ceil(inputs * share),
});

describe.each(['shared', 'passthrough'])('in mode %s', (mode) => {
  let server: FuzzedServer;

  beforeAll(async () => {
    server = await FuzzedServer.start(mode);
  });
  afterAll(() => server.stop());

  it(`requests and event streams are answered (seed ${seed})`, async () => {
    const property = fc.asyncProperty(numbers, async (choices) => {
      const request = anyRequest(schema, new Choices(choices));
      await send({ ...request, bytes: request.bytes.toString() }, server.request(request));
    });
    await fc.assert(property, parameters(0.35));
    await server.quiet();
  }, 900_000);

  it(`messages of WebSockets are answered (seed ${seed})`, async () => {
    const property = fc.asyncProperty(numbers, async (choices) => {
      const script = anyScript(schema, new Choices(choices));
      await send(script, server.socket(script));
    });
    await fc.assert(property, parameters(0.15));
    await server.quiet();
  }, 900_000);
});

afterAll(() => {
  const figures = [...outcomes].sort(([, a], [, b]) => b - a).map(([outcome, times]) => `${outcome} ${times}`);
  process.stdout.write(`inputs, seed ${seed}: ${figures.join(', ')}\n`);
});
