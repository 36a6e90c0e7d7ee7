import type { TimeSlices } from '../../event-loop-shares.js';
import { AnswerTooLarge } from '../answer-size.js';

/** One answer while it is written: where it gives way to others, and how far it has grown. */
export class AnswerWriting {
  /** Characters of the texts that are written so far. */
  chars = 0;

  constructor(
    readonly slices: TimeSlices,
    /** Infinity: no limit. A character is a byte at least. */
    private readonly maxChars: number,
  ) {}

  /** Throws where the answer is larger than it may be. */
  checkSize(): void {
    if (this.chars > this.maxChars) throw new AnswerTooLarge(this.chars, this.maxChars);
  }
}
