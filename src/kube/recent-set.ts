/** A longer text is no id, but what somebody sent in place of one. */
const maxChars = 256;

/** A set of short texts that forgets its oldest members beyond a size. */
export class RecentSet {
  readonly #members = new Set<string>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  has(member: string): boolean {
    return this.#members.has(member);
  }

  add(member: string): void {
    if (member.length > maxChars) return;
    this.#members.add(member);
    if (this.#members.size <= this.#limit) return;
    for (const oldest of this.#members) {
      this.#members.delete(oldest);
      return;
    }
  }

  clear(): void {
    this.#members.clear();
  }
}
