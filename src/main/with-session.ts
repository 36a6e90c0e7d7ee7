import { systemClock } from '../clock.js';
import type { Config } from '../config.js';
import { AlbError } from '../errors.js';
import { ClusterSession } from '../gateway/session.js';
import { LoadingReader } from '../graphql/loading-reader.js';
import { clustersForCommand } from './clusters-for-command.js';
import { exitCodes } from './exit-codes.js';
import { SetupError } from './setup-error.js';

/** Which cluster a command is about, and whose rights it uses. */
export interface SessionOptions {
  /** Default: the default cluster. */
  readonly cluster: string | undefined;
  /** Holds a caller's token; absent: the server's own identity. */
  readonly tokenFile: string | undefined;
}

/** Runs a command on one cluster, past every cache. A cluster that refuses or does not answer is told by `err`: exit code 1. */
export async function withSession(
  config: Config,
  { cluster, tokenFile }: SessionOptions,
  err: (line: string) => void,
  run: (session: ClusterSession) => Promise<number>,
): Promise<number> {
  const { clusters, token, close } = await clustersForCommand(config, tokenFile);
  try {
    const name = cluster ?? clusters.defaultName;
    if (!clusters.names().includes(name)) {
      throw new SetupError(`--cluster names ${name}, which is none of ${clusters.names().join(', ')}`);
    }
    const ports = clusters.open(name, { token, key: 'command line' });
    const reader = new LoadingReader(ports.fresh);
    return await run(new ClusterSession({ ...ports, reader }, config.gateway, systemClock));
  } catch (thrown) {
    if (!(thrown instanceof AlbError)) throw thrown;
    err(`${thrown.code}: ${thrown.message}`);
    return thrown.code === 'INVALID_INPUT' ? exitCodes.misused : exitCodes.failed;
  } finally {
    await close();
  }
}
