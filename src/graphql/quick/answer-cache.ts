import { createHash } from 'node:crypto';
import { type Awaitable, andThen, mapAll } from '../../awaitable.js';
import { BoundedCache, type OnCache } from '../../bounded-cache.js';
import type { Caller, Clusters, Trace } from '../../kube/ports.js';
import { cacheBounds } from '../../memory-bounds.js';

/** An answer as it is sent. */
export class Answer {
  #etag: string | undefined;
  #bytes: Buffer;

  constructor(
    bytes: Buffer,
    /** Of each cluster that it was made from; undefined: it cannot be given twice. */
    readonly traces: ReadonlyMap<string, Trace> | undefined,
  ) {
    this.#bytes = bytes;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  /** A short Buffer is a piece of a block of 64 KB, which stays in memory for as long as one of its pieces does. */
  leaveSharedBlock(): void {
    const { buffer, byteLength } = this.#bytes;
    if (buffer.byteLength === byteLength) return;
    const own = Buffer.allocUnsafeSlow(byteLength);
    this.#bytes.copy(own);
    this.#bytes = own;
  }

  get etag(): string {
    this.#etag ??= `"${createHash('sha256').update(this.bytes).digest('base64url')}"`;
    return this.#etag;
  }
}

/** Answers to one question that are kept at once: callers of other rights get others. */
const maxScopes = 4;
/** As measured: an answer without its bytes, and each right and set that it was made from. */
const answerBytes = 1_000;
const questionBytes = 500;

/**
 * Answers of which everything they were made from is known: the same words for every caller of whom the cluster, asked in
 * that caller's own name, says the same, for as long as the sets are the same.
 */
export class AnswerCache {
  readonly #answers: BoundedCache<readonly Answer[]>;

  constructor(
    private readonly clusters: Clusters,
    maxBytes: number,
    onCache?: OnCache,
  ) {
    const sizeOf = (answers: readonly Answer[]) => answers.reduce((sum, answer) => sum + bytesOf(answer), 0);
    this.#answers = new BoundedCache({ ...cacheBounds.answers, maxBytes }, sizeOf, onCache);
  }

  /** The answer that this caller would get now, if it is there. */
  find(key: string, caller: Caller, signal: AbortSignal): Awaitable<Answer | undefined> {
    const answers = this.#answers.get(key) ?? [];
    const from = (at: number): Awaitable<Answer | undefined> => {
      const answer = answers[at];
      if (answer === undefined) return undefined;
      return andThen(this.#isTrue(answer, caller, signal), (holds) => (holds ? answer : from(at + 1)));
    };
    return from(0);
  }

  keep(key: string, answer: Answer): void {
    if (answer.traces === undefined) return;
    answer.leaveSharedBlock();
    const others = (this.#answers.get(key) ?? []).filter((other) => isOfSameSets(other, answer));
    this.#answers.set(key, [answer, ...others].slice(0, maxScopes));
  }

  #isTrue({ traces }: Answer, caller: Caller, signal: AbortSignal): Awaitable<boolean> {
    const confirmed = mapAll([...(traces ?? [])], ([cluster, trace]) =>
      this.clusters.confirm(cluster, trace, caller, signal),
    );
    return andThen(confirmed, (all) => all.every((holds) => holds));
  }
}

function bytesOf({ bytes, traces }: Answer): number {
  let sum = answerBytes + bytes.byteLength;
  for (const { questions, revisions } of traces?.values() ?? []) {
    sum += answerBytes + questionBytes * (questions.length + revisions.size);
    // Once in the question and once in the key that it is filed under.
    for (const { question } of questions) {
      sum += 4 * ((question.namespace?.length ?? 0) + (question.name?.length ?? 0));
    }
  }
  return sum;
}

/** Whether both were made from the same sets as they then were; else the older one will never be true again. */
function isOfSameSets(a: Answer, b: Answer): boolean {
  for (const [cluster, { revisions }] of a.traces ?? []) {
    for (const [kind, revision] of revisions) {
      const newer = b.traces?.get(cluster)?.revisions.get(kind);
      if (newer !== undefined && newer !== revision) return false;
    }
  }
  return true;
}
