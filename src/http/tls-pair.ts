import type { Server } from 'node:http';
import { Server as TlsServer } from 'node:tls';
import type { Clock } from '../clock.js';
import type { Logger } from '../log.js';

/** A certificate, with those up to its authority, and its key: in PEM. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

export interface TlsRenewalOptions {
  /** As it is now; asked again every ten seconds. */
  readonly read: () => Promise<TlsPair>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const lookMs = 10_000;

/**
 * New connections meet the pair as it is now, those that are open stay. A pair that cannot be used changes nothing: it may
 * be half written. Returns what ends the looking.
 */
export function renewTlsPair(server: Server, first: TlsPair, { read, clock, logger }: TlsRenewalOptions): () => void {
  let current = first;
  let cancel: () => void = () => undefined;
  const look = async () => {
    try {
      const pair = await read();
      if (pair.cert === current.cert && pair.key === current.key) return;
      if (server instanceof TlsServer) server.setSecureContext(pair);
      current = pair;
      logger.info('TLS certificate renewed');
    } catch (err) {
      logger.error({ err }, 'TLS certificate not renewed');
    }
  };
  const arm = () => {
    cancel = clock.schedule(lookMs, () => void look().finally(arm));
  };
  arm();
  return () => {
    cancel();
    cancel = () => undefined;
  };
}
