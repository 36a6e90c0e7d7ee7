/** What clusters answered about callers, each believed until its time, in the clock's elapsed time; when there are too many, the oldest go. */
export class KeptAnswers<V> {
  readonly #answers = new Map<string, { readonly value: V; readonly untilMs: number }>();

  constructor(private readonly maxKept: number) {}

  get(key: string, nowMs: number): V | undefined {
    const answer = this.#answers.get(key);
    return answer !== undefined && answer.untilMs > nowMs ? answer.value : undefined;
  }

  keep(key: string, value: V, untilMs: number, nowMs: number): void {
    // Taken out first: a Map remembers where a key was first put, and the oldest answers shall be in front.
    this.#answers.delete(key);
    this.#answers.set(key, { value, untilMs });
    for (const [oldest, answer] of this.#answers) {
      if (this.#answers.size <= this.maxKept && answer.untilMs > nowMs) break;
      this.#answers.delete(oldest);
    }
  }
}
