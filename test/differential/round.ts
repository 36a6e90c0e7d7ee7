import { setTimeout as lasts } from 'node:timers/promises';
import type { Caller } from './callers.js';
import { FollowedStream, randomStream } from './followed-stream.js';
import { gatherCursors } from './gather-cursors.js';
import { inParallel } from './in-parallel.js';
import { judgeLeaks, judgePair, type Pair } from './judge-pair.js';
import { judgeHeard, judgeStream } from './judge-stream.js';
import type { Mode } from './meant-differences.js';
import type { Platform } from './platform.js';
import { type Cursor, type NodeId, printOperation } from './question.js';
import { Random } from './random.js';
import { type Gathered, randomQuestion } from './random-questions.js';
import { type Grant, letSee, randomGrant, randomGrants } from './random-rights.js';
import type { Report } from './report.js';
import { RestView } from './rest-view.js';
import { recheckMs } from './tested-server.js';

const modes = ['shared', 'passthrough'] as const;
const streamCount = 8;
const changeCount = 24;
const lastChangeCount = 10;
const atOnce = 12;
/** A look at the rights of a stream is content with an answer that is three seconds old, and takes a moment. */
const lostAfterMs = recheckMs + 3000 + 2000;

/** From its seed alone: other objects, rights, questions and changes. */
export class Round {
  readonly #random: Random;
  /** All that each caller was ever granted in this round. */
  readonly #everGranted = new Map<Caller, Grant[]>();
  /** Those whose rights change. */
  readonly #unsteady: Set<Caller>;
  readonly #streams: FollowedStream[] = [];
  #views = new Map<Caller, RestView>();
  #cursors: Cursor[] = [];
  #ids: NodeId[] = [];

  constructor(
    private readonly platform: Platform,
    readonly seed: number,
    private readonly report: Report,
  ) {
    this.#random = new Random(seed);
    this.#unsteady = new Set(this.#random.sample(platform.callers, platform.callers.length >> 1));
  }

  /** So many pairs, at least. */
  async run(pairs: number): Promise<void> {
    const { callers, objects } = this.platform;
    await objects.refill(this.#random);
    const grants = callers.map(() => randomGrants(this.#random));
    await inParallel(callers, callers.length, (caller, at) => caller.setGrants(grants[at] ?? []));
    for (const caller of callers) this.#everGranted.set(caller, [...caller.grants]);
    await this.#settle();
    const first = this.#views;
    this.#follow();
    await this.#askWhileQuiet(pairs * 0.45);
    await this.#untilSynced();
    this.#judgeHeard(
      'before anything changed',
      (stream) => (secret) => this.#viewOf(stream.caller).secrets.has(secret),
    );

    await this.#askDuringChanges();
    const changedMs = Date.now();
    await this.#settle();
    await this.#askWhileQuiet(pairs * 0.45);
    await lasts(Math.max(0, changedMs + lostAfterMs - Date.now()));
    await this.#judgeStreams();
    const readable = (caller: Caller) => (secret: string) =>
      first.get(caller)?.secrets.has(secret) ||
      this.#viewOf(caller).secrets.has(secret) ||
      this.#owned(secret, this.#everGranted.get(caller) ?? []);
    this.#judgeHeard('while rights changed', ({ caller }) => readable(caller));

    const before = new Set(objects.owners.keys());
    for (let count = 0; count < lastChangeCount; count += 1) await objects.change(this.#random)();
    await this.#settle();
    await this.#askWhileQuiet(pairs * 0.1);
    await this.#judgeStreams();
    this.#judgeHeard('after rights changed', ({ caller }) => {
      const old = readable(caller);
      return (secret) => (before.has(secret) ? old(secret) : this.#owned(secret, caller.grants));
    });
    this.report.streams += this.#streams.length;
    for (const { follower } of this.#streams) follower.stop();
  }

  get #gathered(): Gathered {
    const words = [...this.platform.objects.owners.keys()].filter((secret) => secret.startsWith('zq')).sort();
    return { cursors: this.#cursors, ids: this.#ids, words };
  }

  #viewOf(caller: Caller): RestView {
    const view = this.#views.get(caller);
    if (view === undefined) throw new Error('every caller has a view');
    return view;
  }

  #owned(secret: string, grants: readonly Grant[]): boolean {
    const place = this.platform.objects.owners.get(secret);
    return place !== undefined && letSee(grants, place);
  }

  /** What each token may read now is then known. */
  async #settle(): Promise<void> {
    const { api, callers } = this.platform;
    this.#ids = [...new Map([...this.#ids, ...(await this.platform.settle())].map((id) => [id.text, id])).values()];
    this.#ids.sort((a, b) => (a.text < b.text ? -1 : 1));
    const views = await inParallel(callers, 2, (caller) => RestView.read(api, caller.token));
    this.#views = new Map(callers.map((caller, at) => [caller, views[at] as RestView]));
  }

  #follow(): void {
    for (let count = 0; count < streamCount; count += 1) {
      const caller = this.#random.pick(this.platform.callers);
      const question = randomStream(this.#random, this.#gathered);
      for (const mode of modes) {
        const steady = !this.#unsteady.has(caller);
        this.#streams.push(
          new FollowedStream(this.platform.servers[mode], caller, question, this.#viewOf(caller), steady),
        );
      }
    }
  }

  /** What is refused never is. */
  async #untilSynced(): Promise<void> {
    await Promise.all(
      this.#streams.map(({ follower }) =>
        follower.until(() => follower.synced || follower.ended !== undefined, 15_000),
      ),
    );
  }

  async #askWhileQuiet(count: number): Promise<void> {
    for (let asked = 0; asked < count; asked += atOnce) {
      const pairs = await this.#askSome();
      for (const pair of pairs) judgePair({ ...pair, view: this.#viewOf(pair.caller) }, this.report);
      for (const { fields, answers } of pairs) this.#cursors.push(...gatherCursors(fields, answers.shared.answer.data));
      this.#cursors.splice(0, this.#cursors.length - 200);
    }
  }

  #askSome(): Promise<Omit<Pair, 'view'>[]> {
    const chosen = Array.from({ length: atOnce }, () => ({
      caller: this.#random.pick(this.platform.callers),
      fields: randomQuestion(this.#random, this.#gathered),
    }));
    return inParallel(chosen, atOnce, async ({ caller, fields }) => {
      const printed = printOperation('query', fields);
      const [shared, passthrough] = await Promise.all(
        modes.map((mode) => this.platform.servers[mode].ask(caller.token, printed)),
      );
      if (shared === undefined || passthrough === undefined) throw new Error('both were asked');
      return { seed: this.seed, caller, fields, printed, answers: { shared, passthrough } };
    });
  }

  /** Answers of this time are of no one moment: they are only looked through for what could not be read at any. */
  async #askDuringChanges(): Promise<void> {
    const pairs: Omit<Pair, 'view'>[] = [];
    const changes = Array.from({ length: changeCount }, () => this.#change());
    let changing = true;
    const ask = async () => {
      while (changing) pairs.push(...(await this.#askSome()));
    };
    const change = async () => {
      for (const step of changes) await step();
      changing = false;
    };
    await Promise.all([ask(), change()]);
    this.report.asked += pairs.length;
    const before = this.#views;
    for (const pair of pairs) {
      const { secrets } = before.get(pair.caller) ?? { secrets: new Set<string>() };
      const granted = this.#everGranted.get(pair.caller) ?? [];
      const has = (secret: string) => secrets.has(secret) || this.#owned(secret, granted);
      for (const mode of modes) judgeLeaks(pair, mode as Mode, { has }, this.report);
    }
  }

  #change(): () => Promise<void> {
    const random = this.#random;
    if (random.chance(0.65)) return this.platform.objects.change(random);
    const caller = random.pick([...this.#unsteady]);
    const how = random.pick(['revoke', 'revoke', 'grant', 'replace'] as const);
    const [chance, grants] = [random.next(), how === 'replace' ? randomGrants(random) : [randomGrant(random)]];
    return async () => {
      if (how === 'revoke' && caller.grants.length > 0) return caller.revoke(Math.floor(chance * caller.grants.length));
      this.#everGranted.get(caller)?.push(...grants);
      if (how === 'replace') await caller.setGrants(grants);
      else for (const grant of grants) await caller.grant(grant);
    };
  }

  async #judgeStreams(): Promise<void> {
    await Promise.all(
      this.#streams.map((stream) => judgeStream(stream, this.#viewOf(stream.caller), this.seed, this.report)),
    );
  }

  #judgeHeard(when: string, readable: (stream: FollowedStream) => (secret: string) => boolean): void {
    for (const stream of this.#streams) judgeHeard(stream, readable(stream), when, this.seed, this.report);
  }
}
