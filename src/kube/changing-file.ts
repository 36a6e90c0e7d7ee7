import { readFile, stat } from 'node:fs/promises';
import type { Clock } from '../clock.js';

/** The file is looked at again at most so often, which is soon beside any delay between two attempts at a cluster. */
const lookMs = 250;

/** A small text file whose content may change under way, such as a token that is renewed. */
export class ChangingFile {
  #content: string | undefined;
  #stamp = '';
  #lookedMs = Number.NEGATIVE_INFINITY;
  #looking: Promise<string> | undefined;

  constructor(
    readonly path: string,
    private readonly clock: Clock,
  ) {}

  /** The content without blanks around it; rejects where the file was never readable. */
  async read(): Promise<string> {
    if (this.#content !== undefined && this.clock.elapsed() - this.#lookedMs < lookMs) return this.#content;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<string> {
    try {
      const { mtimeMs, size, ino } = await stat(this.path);
      const stamp = `${mtimeMs} ${size} ${ino}`;
      if (this.#content === undefined || stamp !== this.#stamp) {
        this.#content = (await readFile(this.path, 'utf8')).trim();
        this.#stamp = stamp;
      }
    } catch (error) {
      // In the middle of being replaced: what was read last serves until the file is back.
      if (this.#content === undefined) throw error;
    }
    this.#lookedMs = this.clock.elapsed();
    return this.#content;
  }
}
