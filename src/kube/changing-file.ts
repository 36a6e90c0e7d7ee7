import { stat } from 'node:fs/promises';
import type { Clock } from '../clock.js';
import { readSmallFile } from './read-small-file.js';
import { within } from './within.js';

/** The file is looked at again at most so often, which is soon beside any delay between two attempts at a cluster. */
const lookMs = 250;
/** A look that takes longer hangs, as on a file system whose server has gone: then what was read last serves. */
const longestLookMs = 2000;

/** How files are reached. */
export interface FileAccess {
  /** What differs as soon as the content does. */
  stampOf(path: string): Promise<string>;
  read(path: string): Promise<string>;
}

const systemFiles: FileAccess = {
  async stampOf(path) {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  },
  read: readSmallFile,
};

/** A small text file whose content may change under way, such as a token that is renewed. */
export class ChangingFile {
  #content: string | undefined;
  #stamp = '';
  #lookedMs = Number.NEGATIVE_INFINITY;
  /** One at a time: one that hangs holds a thread. */
  #looking: Promise<string> | undefined;
  #hangs = false;

  constructor(
    readonly path: string,
    private readonly clock: Clock,
    private readonly files: FileAccess = systemFiles,
  ) {}

  /** The content without blanks around it; rejects where the file was never readable. */
  async read(): Promise<string> {
    const { clock } = this;
    if (this.#content !== undefined && (this.#hangs || clock.elapsed() - this.#lookedMs < lookMs)) return this.#content;
    if (this.#hangs) throw this.#hung();
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
      this.#hangs = false;
    });
    try {
      return await within(this.#looking, longestLookMs, clock, () => this.#onHang());
    } catch (error) {
      if (this.#content === undefined) throw error;
      return this.#content;
    }
  }

  #onHang(): Error {
    this.#hangs = this.#looking !== undefined;
    return this.#hung();
  }

  #hung(): Error {
    return new Error(`${this.path} could not be read within ${longestLookMs} ms`);
  }

  async #look(): Promise<string> {
    try {
      const stamp = await this.files.stampOf(this.path);
      if (this.#content === undefined || stamp !== this.#stamp) {
        this.#content = (await this.files.read(this.path)).trim();
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
