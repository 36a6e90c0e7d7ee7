import fc from 'fast-check';
import { type Awaitable, andThen, mapAll, recover, together } from '../../src/awaitable.js';
import { keepMatching } from '../../src/gateway/keep-matching.js';
import { Unheard } from '../harness/unheard.js';

/** How one look-up ends. A promise may have failed by the time that it is handed over, or fail later. */
interface LookUp {
  readonly when: 'at once' | 'as a promise' | 'later';
  readonly ends: 'well' | 'badly';
}

const lookUp: fc.Arbitrary<LookUp> = fc.record({
  when: fc.constantFrom('at once', 'as a promise', 'later'),
  ends: fc.constantFrom('well', 'badly'),
});

/** Several look-ups, and the order in which the later ones end. */
const mix = fc.array(lookUp, { maxLength: 6 }).chain((lookUps) =>
  fc.record({
    lookUps: fc.constant(lookUps),
    order: fc.shuffledSubarray([...lookUps.keys()], { minLength: lookUps.length }),
  }),
);

class Failure extends Error {}

class LookUps {
  readonly begun: number[] = [];
  readonly #later = new Map<number, () => void>();

  constructor(private readonly lookUps: readonly LookUp[]) {}

  begin(at: number): Awaitable<number> {
    this.begun.push(at);
    const { when, ends } = this.lookUps[at] as LookUp;
    const failure = new Failure(String(at));
    if (when === 'at once') {
      if (ends === 'badly') throw failure;
      return at;
    }
    if (when === 'as a promise') return ends === 'well' ? Promise.resolve(at) : Promise.reject(failure);
    return new Promise((resolve, reject) => {
      this.#later.set(at, () => (ends === 'well' ? resolve(at) : reject(failure)));
    });
  }

  /** Ends those that are under way, each when all that follows from the one before it has happened. */
  async settle(order: readonly number[]): Promise<void> {
    for (const at of order) {
      await nextTurn();
      this.#later.get(at)?.();
    }
    await nextTurn();
  }
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

type Outcome = { readonly value: unknown } | { readonly failed: number };

/** What came of it, and whether that was known at once. */
async function outcomeOf(
  make: (lookUps: LookUps) => Awaitable<unknown>,
  { lookUps, order }: { lookUps: readonly LookUp[]; order: readonly number[] },
): Promise<Outcome & { atOnce: boolean; begun: readonly number[] }> {
  const under = new LookUps(lookUps);
  let atOnce = true;
  let outcome: Outcome;
  try {
    const made = make(under);
    atOnce = !(made instanceof Promise);
    const [value] = await Promise.all([made, under.settle(order)]);
    outcome = { value };
  } catch (thrown) {
    await under.settle(order);
    if (!(thrown instanceof Failure)) throw thrown;
    outcome = { failed: Number(thrown.message) };
  }
  return { ...outcome, atOnce, begun: under.begun };
}

/** The rule: nothing is begun after a throw; it is the whole's failure, else the first rejection is; what is there at once stays so. */
function expectedOf(lookUps: readonly LookUp[], order: readonly number[]) {
  const fails = (at: number) => lookUps[at]?.ends === 'badly';
  const thrown = lookUps.findIndex(({ when, ends }) => when === 'at once' && ends === 'badly');
  const begun = [...lookUps.keys()].slice(0, thrown === -1 ? undefined : thrown + 1);
  const atOnce = begun.every((at) => lookUps[at]?.when === 'at once');
  const byTime = [
    ...begun.filter((at) => lookUps[at]?.when !== 'later'),
    ...order.filter((at) => begun.includes(at) && lookUps[at]?.when === 'later'),
  ];
  const failed = thrown === -1 ? byTime.find(fails) : thrown;
  return { ...(failed === undefined ? { value: begun } : { failed }), atOnce, begun };
}

let unheard: Unheard;
beforeAll(() => {
  unheard = new Unheard();
});
afterAll(() => unheard.close());

/** Of one combinator, over every mix: the outcome by the rule, and no rejection that nobody hears. */
async function holds(
  combine: (lookUps: LookUps, keys: readonly number[]) => Awaitable<unknown>,
  expected: (lookUps: readonly LookUp[], order: readonly number[]) => unknown = expectedOf,
) {
  await fc.assert(
    fc.asyncProperty(mix, async ({ lookUps, order }) => {
      const outcome = await outcomeOf((under) => combine(under, [...lookUps.keys()]), { lookUps, order });
      expect(await unheard.take()).toEqual([]);
      expect(outcome).toEqual(expected(lookUps, order));
    }),
    { numRuns: 500 },
  );
}

test('mapAll hears every sibling of one that throws, and fails with what it threw', async () => {
  await holds((lookUps, keys) => mapAll(keys, (at) => lookUps.begin(at)));
});

test('together does so for different things', async () => {
  await holds((lookUps, keys) => together(...keys.map((at) => () => lookUps.begin(at))));
});

test('keepMatching does so for the rows of a list', async () => {
  await holds(
    (lookUps, keys) => keepMatching(keys, (at) => andThen(lookUps.begin(at), (value) => value % 2 === 0)),
    (lookUps, order) => {
      const expected = expectedOf(lookUps, order);
      return 'value' in expected ? { ...expected, value: expected.value?.filter((at) => at % 2 === 0) } : expected;
    },
  );
});

test('andThen begins each look-up when the one before it has its value', async () => {
  const oneByOne = (lookUps: LookUps, keys: readonly number[], at = 0): Awaitable<number> =>
    at < keys.length ? andThen(lookUps.begin(at), () => oneByOne(lookUps, keys, at + 1)) : at;
  await fc.assert(
    fc.asyncProperty(mix, async ({ lookUps }) => {
      const keys = [...lookUps.keys()];
      const failed = lookUps.findIndex(({ ends }) => ends === 'badly');
      const begun = failed === -1 ? keys : keys.slice(0, failed + 1);
      const outcome = await outcomeOf((under) => oneByOne(under, keys), { lookUps, order: keys });
      expect(await unheard.take()).toEqual([]);
      const waits = begun.some((at) => lookUps[at]?.when !== 'at once');
      expect(outcome).toEqual({ ...(failed === -1 ? { value: keys.length } : { failed }), atOnce: !waits, begun });
    }),
    { numRuns: 500 },
  );
});

test('recover asks the next when one fails, at once or later', async () => {
  const firstOf = (lookUps: LookUps, keys: readonly number[], at = 0): Awaitable<number> => {
    if (at >= keys.length) return -1;
    return recover(
      () => lookUps.begin(at),
      () => firstOf(lookUps, keys, at + 1),
    );
  };
  await fc.assert(
    fc.asyncProperty(mix, async ({ lookUps }) => {
      const keys = [...lookUps.keys()];
      const well = lookUps.findIndex(({ ends }) => ends === 'well');
      const begun = well === -1 ? keys : keys.slice(0, well + 1);
      const outcome = await outcomeOf((under) => firstOf(under, keys), { lookUps, order: keys });
      expect(await unheard.take()).toEqual([]);
      const waits = begun.some((at) => lookUps[at]?.when !== 'at once');
      expect(outcome).toEqual({ value: well, atOnce: !waits, begun });
    }),
    { numRuns: 500 },
  );
});

/** A combination of combinations, down to single look-ups. */
type Plan =
  | { readonly kind: 'look up'; readonly how: LookUp }
  | { readonly kind: 'mapAll' | 'together' | 'andThen' | 'recover'; readonly parts: readonly Plan[] };

const { plan } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({ kind: fc.constant('look up' as const), how: lookUp }),
    fc.record({
      kind: fc.constantFrom('mapAll', 'together', 'andThen', 'recover'),
      parts: fc.array(tie('plan'), { maxLength: 3 }),
    }),
  ),
}));

/** Runs it; `later` takes what ends the look-ups that do so later. */
function run(it: Plan, later: (() => void)[]): Awaitable<unknown> {
  if (it.kind === 'look up') {
    const { when, ends } = it.how;
    if (when === 'at once') {
      if (ends === 'badly') throw new Failure();
      return 'found';
    }
    if (when === 'as a promise') return ends === 'well' ? Promise.resolve('found') : Promise.reject(new Failure());
    return new Promise((resolve, reject) => {
      later.push(() => (ends === 'well' ? resolve('found') : reject(new Failure())));
    });
  }
  const { kind, parts } = it;
  switch (kind) {
    case 'mapAll':
      return mapAll(parts, (part) => run(part, later));
    case 'together':
      return together(...parts.map((part) => () => run(part, later)));
    case 'andThen':
      return parts.reduce<() => Awaitable<unknown>>(
        (before, part) => () => andThen(before(), () => run(part, later)),
        () => 'nothing',
      )();
    case 'recover':
      return parts.reduceRight<() => Awaitable<unknown>>(
        (after, part) => () => recover(() => run(part, later), after),
        () => 'nothing',
      )();
    default:
      return kind satisfies never;
  }
}

/** Its value, or undefined where it fails. */
function resultOf(it: Plan): unknown {
  if (it.kind === 'look up') return it.how.ends === 'well' ? 'found' : undefined;
  const values = it.parts.map(resultOf);
  const allThere = values.every((value) => value !== undefined);
  switch (it.kind) {
    case 'mapAll':
    case 'together':
      return allThere ? values : undefined;
    case 'andThen':
      return values.length === 0 ? 'nothing' : allThere ? values.at(-1) : undefined;
    case 'recover':
      return values.find((value) => value !== undefined) ?? 'nothing';
    default:
      return it satisfies never;
  }
}

test('whatever is made of them, no rejection is unheard and the outcome is the one expected', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (it) => {
      const later: (() => void)[] = [];
      let ended = false;
      const outcome = (async () => run(it, later))().then(
        (value) => {
          ended = true;
          return value;
        },
        (thrown: unknown) => {
          ended = true;
          if (!(thrown instanceof Failure)) throw thrown;
          return undefined;
        },
      );
      // Each end may begin others: until nothing is under way.
      while (!ended || later.length > 0) {
        later.shift()?.();
        await nextTurn();
      }
      expect(await outcome).toEqual(resultOf(it));
      expect(await unheard.take()).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});
