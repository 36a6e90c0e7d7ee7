import { createSecureContext } from 'node:tls';
import type { Clock } from '../clock.js';
import type { AuthProviderEntry } from './auth-provider-identity.js';
import type { ServerIdentity } from './cluster-config.js';
import type { ExecEntry } from './exec-credential.js';
import { identityFromTokenFile, pemFrom } from './file-credentials.js';

/** A kubeconfig's user, as it is written. */
export interface UserEntry {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  /** Whom to act as. */
  readonly as?: string;
  readonly 'client-certificate'?: string;
  readonly 'client-certificate-data'?: string;
  readonly 'client-key'?: string;
  readonly 'client-key-data'?: string;
  readonly exec?: ExecEntry | null;
  readonly 'auth-provider'?: AuthProviderEntry | null;
}

/** What the entry itself says, or the files that it names; `base`: what a plugin or a provider says, which it adds to. */
export function identityFromUser(
  user: UserEntry,
  clock: Clock,
  base: () => Promise<ServerIdentity> = async () => ({ headers: {} }),
): () => Promise<ServerIdentity> {
  const { token, username, password = '', as } = user;
  const headers: Record<string, string> = {};
  if (as !== undefined) headers['impersonate-user'] = as;
  if (token) headers['authorization'] = `Bearer ${token}`;
  if (username) headers['authorization'] = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const fromFile = user.tokenFile ? identityFromTokenFile(user.tokenFile, clock) : undefined;
  const pair = lastWholePair(
    pemFrom(user['client-certificate-data'], user['client-certificate'], clock),
    pemFrom(user['client-key-data'], user['client-key'], clock),
  );
  return async () => {
    const { headers: given, ...rest } = await base();
    return { ...rest, ...(await pair?.()), headers: { ...given, ...headers, ...(await fromFile?.())?.headers } };
  };
}

type Pair = Required<Pick<ServerIdentity, 'cert' | 'key'>>;
type Content = () => Promise<string>;

/** Files may be in the middle of being renewed, one missing or the key not the certificate's: then the last whole pair serves on. */
function lastWholePair(cert: Content | undefined, key: Content | undefined): (() => Promise<Pair>) | undefined {
  if (cert === undefined || key === undefined) return undefined;
  let last: Pair | undefined;
  return async () => {
    try {
      // One after the other: files that hang hold a thread each.
      const pair = { cert: await cert(), key: await key() };
      if (pair.cert === '' || pair.key === '') throw new Error('A certificate or its key is empty');
      // It throws where they do not belong together.
      if (pair.cert !== last?.cert || pair.key !== last?.key) createSecureContext(pair);
      last = pair;
    } catch (error) {
      if (last === undefined) throw error;
    }
    return last;
  };
}
