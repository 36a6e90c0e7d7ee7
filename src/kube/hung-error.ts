import { AlbError } from '../errors.js';

/** A request hung while its cluster went away and came back: its answer will never come, a new one's will. */
export class HungError extends AlbError {
  constructor() {
    super('CLUSTER_UNAVAILABLE', 'The cluster went away before it answered');
    this.name = 'HungError';
  }
}
