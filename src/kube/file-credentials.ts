import type { Clock } from '../clock.js';
import { ChangingFile } from './changing-file.js';
import type { ServerIdentity } from './cluster-config.js';

/** An identity by the bearer token in a file, which is read again when it changes. */
export function identityFromTokenFile(path: string, clock: Clock): () => Promise<ServerIdentity> {
  const file = new ChangingFile(path, clock);
  return async () => ({ headers: { authorization: `Bearer ${await file.read()}` } });
}

/** Authorities from a PEM file, which is read again when it changes. */
export function authoritiesFromFile(path: string, clock: Clock): () => Promise<string> {
  const file = new ChangingFile(path, clock);
  return () => file.read();
}
