import { meantDifferences } from './meant-differences.js';

/** What a run has seen. */
export class Report {
  /** Questions asked of both modes, and of REST, while nothing changed. */
  pairs = 0;
  /** Questions asked of both modes while rights and objects changed. */
  asked = 0;
  /** Streams followed from their beginning to a quiet moment. */
  streams = 0;
  /** Answers that held at least one row or object: a run of empty ones would show little. */
  filled = 0;
  readonly meant = new Map<string, number>(meantDifferences.map(({ id }) => [id, 0]));
  readonly outside: string[] = [];
  readonly crashes: string[] = [];
  #told: [outside: number, crashes: number] = [0, 0];

  count(id: string): void {
    this.meant.set(id, (this.meant.get(id) ?? 0) + 1);
  }

  /** What is new since this was last called, cut where it says enough. */
  news(): string[] {
    const [from, crashedFrom] = this.#told;
    this.#told = [this.outside.length, this.crashes.length];
    const fresh = this.outside.slice(from);
    const more = fresh.length > 20 ? [`… and ${fresh.length - 20} more of this round`] : [];
    return [
      ...fresh.slice(0, 20).map((text) => `\nDIFFERENCE ${text}\n`),
      ...more,
      ...this.crashes.slice(crashedFrom, crashedFrom + 20).map((text) => `\nCRASH ${text}\n`),
    ];
  }

  get clean(): boolean {
    return this.outside.length === 0 && this.crashes.length === 0;
  }

  lines(seconds: number): string[] {
    const rate = (this.pairs / seconds).toFixed(1);
    return [
      `pairs         ${this.pairs} in ${seconds.toFixed(0)} s, ${rate} a second; ${this.filled} of them with rows`,
      `meanwhile     ${this.asked} pairs while rights and objects changed, looked through for what may not be read`,
      `streams       ${this.streams}`,
      `differences   ${this.outside.length} outside the list`,
      ...[...this.meant].map(([id, count]) => `  meant       ${count} ${id}`),
      `crashes       ${this.crashes.length}`,
    ];
  }
}

/** A text for people, cut where it says enough. */
export function shorten(value: unknown, most = 600): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`;
}
