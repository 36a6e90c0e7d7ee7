import { AlbError } from '../errors.js';

/** The time ran out before the request left: whatever it would have changed is as it was. */
export class NotSentError extends AlbError {
  constructor(message: string) {
    super('TIMEOUT', message);
    this.name = 'NotSentError';
  }
}
