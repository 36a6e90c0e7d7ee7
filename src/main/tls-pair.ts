import { createSecureContext } from 'node:tls';
import type { Clock } from '../clock.js';
import type { WebSettings } from '../config.js';
import type { TlsPair } from '../http/tls-pair.js';
import { ChangingFile } from '../kube/changing-file.js';

/** Reads the certificate to serve with, as it is at each call; undefined: no TLS. Rejects where it cannot be used now. */
export async function tlsPairReader(
  { tls }: Pick<WebSettings, 'tls'>,
  clock: Clock,
): Promise<(() => Promise<TlsPair>) | undefined> {
  if (tls === undefined) return undefined;
  const cert = new ChangingFile(tls.certFile, clock);
  const key = new ChangingFile(tls.keyFile, clock);
  const read = async () => ({ cert: await cert.read(), key: await key.read() });
  try {
    createSecureContext(await read());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`TLS_CERT_FILE and TLS_KEY_FILE cannot be used: ${reason}`, { cause });
  }
  return read;
}
