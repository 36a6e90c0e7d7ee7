import { AlbError, type AlbErrorOptions } from '../errors.js';

/** 410: the resourceVersion or continue token is older than the cluster remembers. List again. */
export class ExpiredError extends AlbError {
  constructor(message: string, options: AlbErrorOptions = {}) {
    super('CLUSTER_UNAVAILABLE', message, options);
    this.name = 'ExpiredError';
  }
}
