import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Awaitable, andThen, mapAll } from '../../awaitable.js';
import type { Caller, Clusters, Trace } from '../../kube/ports.js';

/** An answer as it is sent. */
export class Answer {
  #etag: string | undefined;

  constructor(
    readonly bytes: Buffer,
    /** Of each cluster that it was made from; undefined: it cannot be given twice. */
    readonly traces: ReadonlyMap<string, Trace> | undefined,
  ) {}

  get etag(): string {
    this.#etag ??= `"${createHash('sha256').update(this.bytes).digest('base64url')}"`;
    return this.#etag;
  }
}

/** Answers to one question that are kept at once: callers of other rights get others. */
const maxScopes = 4;
/** Longer keys are of questions that hardly come twice. */
const maxKeyChars = 4096;

/**
 * Answers of which everything they were made from is known: the same words for every caller of whom the cluster, asked in
 * that caller's own name, says the same, for as long as the sets are the same.
 */
export class AnswerCache {
  readonly #answers: LRUCache<string, readonly Answer[]>;

  constructor(
    private readonly clusters: Clusters,
    maxBytes: number,
  ) {
    const sizeCalculation = (answers: readonly Answer[], key: string) =>
      answers.reduce((size, { bytes }) => size + bytes.byteLength, key.length);
    // The library takes no 0; nothing is as small as 1.
    this.#answers = new LRUCache({ maxSize: Math.max(1, maxBytes), sizeCalculation });
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
    if (answer.traces === undefined || key.length > maxKeyChars) return;
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
