import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ExecutionResult, parse } from 'graphql';
import { type Clock, systemClock, timestamp } from '../../src/clock.js';
import { indexesFor } from '../../src/gateway/indexes.js';
import { createEngine } from '../../src/graphql/create-engine.js';
import { createClusters, type RunningClusters } from '../../src/kube/clusters.js';
import { albKind, gatewayClassKind, gatewayKind, type Kind } from '../../src/kube/kinds.js';
import { fillPlatform } from '../../src/sandbox/platform.js';
import { defaultTokens, type SandboxToken } from '../../src/sandbox/users.js';
import { openResources } from '../harness/open-resources.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { until } from '../harness/until.js';
import { callers, changeOf, changes, questions } from './kept-answers-model.js';

const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };
const kinds: Record<string, Kind> = { Gateway: gatewayKind, ALB2: albKind, GatewayClass: gatewayClassKind };
const resources = openResources();

interface World {
  readonly opened: OpenedSandbox;
  readonly clusters: RunningClusters;
  readonly engine: ReturnType<typeof createEngine>;
  close(): Promise<void>;
}

async function createWorld(options: { trustMs: number; clock: Clock; maxKeptBytes?: number }): Promise<World> {
  const { trustMs, clock, maxKeptBytes } = options;
  const tokens: SandboxToken[] = [...defaultTokens, ...callers];
  const opened = await openSandbox({ tokens });
  fillPlatform(opened.sandbox.admin, { ...settings, at: timestamp(systemClock) });
  const clusters = createClusters({
    configs: [
      {
        name: 'sandbox',
        url: opened.listening.url,
        identity: async () => ({ headers: { authorization: 'Bearer admin-token' } }),
      },
    ],
    mode: 'shared',
    clock,
    random: Math.random,
    indexes: indexesFor(settings),
    preload: ['sandbox'],
    allowMs: trustMs,
    denyMs: trustMs,
  });
  await clusters.ready;
  const limits = { maxDepth: 20, maxComplexity: 1e6, maxAliases: 50, maxRootFields: 20 } as never;
  const shared = { clusters, settings, clock, random: Math.random, operationId: () => 'op', limits };
  const engine = createEngine({ ...shared, maxKeptBytes });
  return {
    opened,
    clusters,
    engine,
    async close() {
      await clusters.close();
      await opened.close();
    },
  };
}

const callerOf = (token: string) => ({ token, key: `key of ${token}` });

/** What graphql-js says. */
async function slowly({ engine }: World, document: ReturnType<typeof parse>, variables: object, token: string) {
  return (await engine.execute({
    schema: engine.schema,
    document,
    variableValues: { ...variables },
    contextValue: engine.contextFor(callerOf(token), resources),
  })) as ExecutionResult;
}

async function quickly({ engine }: World, document: ReturnType<typeof parse>, variables: object, token: string) {
  const passed = engine.check({ document, variables: { ...variables } });
  if (passed.kind === 'refused') return undefined;
  const result = await engine.answer(passed, callerOf(token), resources);
  return result.kind === 'answered' ? result.answer : undefined;
}

/** Resolves when the caches of the server have taken the sandbox's state in. */
async function untilSeen({ opened, clusters }: World): Promise<void> {
  const { reader } = clusters.open('sandbox', callerOf('admin-token'));
  for (const [kind, known] of Object.entries(kinds)) {
    const listing = await reader.list(known, {});
    await until(() => {
      const stored = opened.sandbox.admin.list(kind);
      return (
        stored.length === listing.size &&
        stored.every(
          ({ metadata: { namespace, name, resourceVersion } }) =>
            listing.get(namespace, name)?.metadata.resourceVersion === resourceVersion,
        )
      );
    });
  }
}

const documents = new Map<string, ReturnType<typeof parse>>();
/** As the gate's parser: one text, one document. */
function documentOf(query: string): ReturnType<typeof parse> {
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  return document;
}

describe('an answer that was kept', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld({ trustMs: 0, clock: systemClock });
  });
  afterEach(() => world.close());

  it('is given again while nothing changes, and not after', async () => {
    const document = parse('{ gateways(namespace: "a1") { nodes { name addresses { value } } } }');
    const first = await quickly(world, document, {}, 'viewer-token');
    expect(await quickly(world, document, {}, 'viewer-token')).toBe(first);
    const alb = world.opened.sandbox.admin.list('ALB2', 'a1')[0];
    if (alb === undefined) throw new Error('the platform has no ALB in a1');
    world.opened.sandbox.admin.update(
      { kind: 'ALB2', namespace: 'a1', name: alb.metadata.name },
      (object) => ({ ...object, spec: { ...(object as any).spec, address: '10.9.9.9' } }) as never,
    );
    await untilSeen(world);
    const then = await quickly(world, document, {}, 'viewer-token');
    expect(String(then?.bytes)).toContain('10.9.9.9');
  });

  it('is given to another caller of the same rights, and to none of others', async () => {
    const document = parse('{ gateways(namespace: "a1") { nodes { name } } }');
    const first = await quickly(world, document, {}, 'viewer-token');
    expect(await quickly(world, document, {}, 'alice-token')).toBe(first);
    expect(await quickly(world, document, {}, 'bob-token')).toBeUndefined();
    expect(await quickly(world, document, {}, 'no-token')).toBeUndefined();
    world.opened.sandbox.setRules('alice-token', []);
    expect(await quickly(world, document, {}, 'alice-token')).toBeUndefined();
  });

  it('is not kept where the time had a part in it', async () => {
    const claim = `${new Date().toISOString()}/op`;
    const { admin } = world.opened.sandbox;
    admin.update({ kind: 'ALB2', namespace: 'a1', name: 'g1-12334' }, (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { 'alb-graphql.cpaas.io/claim': claim } },
    }));
    await untilSeen(world);
    const document = parse('{ albs(namespace: "a1") { nodes { name orphaned } } }');
    const first = await quickly(world, document, {}, 'viewer-token');
    expect(first).toBeDefined();
    expect(await quickly(world, document, {}, 'viewer-token')).not.toBe(first);
  });

  it('is not kept where there is no room', async () => {
    const narrow = await createWorld({ trustMs: 0, clock: systemClock, maxKeptBytes: 0 });
    const document = parse('{ gateways { nodes { name } } }');
    const first = await quickly(narrow, document, {}, 'viewer-token');
    expect(first).toBeDefined();
    expect(await quickly(narrow, document, {}, 'viewer-token')).not.toBe(first);
    await narrow.close();
  });
});

describe('whatever is asked, by whomever, while whatever changes', () => {
  it('the quick answer is byte for byte what graphql-js says, or there is none', async () => {
    const seen = { answered: 0, again: 0, left: 0 };
    const given = new WeakSet<object>();
    const step = fc.oneof(
      { weight: 3, arbitrary: questions.map((question) => ({ type: 'ask' as const, question })) },
      { weight: 1, arbitrary: changes.map((change) => ({ type: 'change' as const, change })) },
    );
    const property = fc.asyncProperty(
      fc.boolean(),
      fc.array(step, { minLength: 8, maxLength: 25 }),
      async (trust, steps) => {
        const world = await createWorld({ trustMs: trust ? 60_000 : 0, clock: systemClock });
        try {
          for (const one of steps) {
            if (one.type === 'change') {
              changeOf(one.change, world.opened.sandbox, !trust);
              await untilSeen(world);
              continue;
            }
            // Asked twice, so that the second meets what the first left.
            for (const token of [one.question.token, one.question.token, one.question.other]) {
              const document = documentOf(one.question.query);
              const answer = await quickly(world, document, one.question.variables, token);
              const slow = await slowly(world, document, one.question.variables, token);
              if (answer === undefined) {
                seen.left += 1;
                continue;
              }
              seen.answered += 1;
              if (given.has(answer)) seen.again += 1;
              given.add(answer);
              expect({ token, text: String(answer.bytes) }).toEqual({ token, text: JSON.stringify(slow) });
            }
          }
        } finally {
          await world.close();
        }
      },
    );
    await fc.assert(property, { numRuns: 15, endOnFailure: false });
    // Else nothing was shown.
    expect(seen.answered).toBeGreaterThan(seen.left / 4);
    expect(seen.again).toBeGreaterThan(20);
  }, 240_000);
});
