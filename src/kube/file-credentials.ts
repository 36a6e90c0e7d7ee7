import type { Clock } from '../clock.js';
import { ChangingFile } from './changing-file.js';
import type { ServerIdentity } from './cluster-config.js';

/** An identity by the bearer token in a file, which is read again when it changes. */
export function identityFromTokenFile(path: string, clock: Clock): () => Promise<ServerIdentity> {
  const file = new ChangingFile(path, clock);
  return async () => ({ headers: { authorization: `Bearer ${await file.read()}` } });
}

/** Certificates, or a key, from a PEM file, which is read again when it changes. */
export function pemFromFile(path: string, clock: Clock): () => Promise<string> {
  const file = new ChangingFile(path, clock);
  return () => file.read();
}

/** The same of a kubeconfig, which holds it in base64 or names its file; undefined where it does neither. */
export function pemFrom(
  data: string | undefined,
  path: string | undefined,
  clock: Clock,
): (() => Promise<string>) | undefined {
  if (data) {
    const content = Buffer.from(data, 'base64').toString('utf8');
    return async () => content;
  }
  return path ? pemFromFile(path, clock) : undefined;
}
