import { AlbError } from '../errors.js';

/** An answer over the limit: of a list, a smaller page may fit. */
export class AnswerTooBigError extends AlbError {
  constructor(maxBytes: number) {
    super('CLUSTER_UNAVAILABLE', `The cluster's answer exceeds ${maxBytes} bytes`);
    this.name = 'AnswerTooBigError';
  }
}
