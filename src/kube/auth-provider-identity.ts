import type { RequestOptions } from 'node:https';
import type { Clock } from '../clock.js';
import { ChangingFile } from './changing-file.js';
import type { ServerIdentity } from './cluster-config.js';
import { keptFor } from './kept-for.js';
import { within } from './within.js';

/** A user's `auth-provider` entry in a kubeconfig, such as oidc. */
export interface AuthProviderEntry {
  readonly name?: string;
  readonly config?: Readonly<Record<string, unknown>> | null;
}

export interface AuthProviderOptions {
  readonly provider: AuthProviderEntry;
  readonly clock: Clock;
  readonly limitMs: number;
}

/** What a provider gave serves so long before it is asked for again. */
const keptMs = 10_000;
const issuerUrl = 'idp-issuer-url';
const authorityFile = 'idp-certificate-authority';

/** Why the entry cannot be used; undefined where it can. */
export function faultOfAuthProvider({ name, config }: AuthProviderEntry): string | undefined {
  if (config?.['cmd-path'] === undefined) return undefined;
  // The library would run it and wait, and with it this whole process.
  return `Its auth-provider ${name} runs a command, which Kubernetes no longer knows since 1.26; name a credential plugin as exec`;
}

/** The library's word on a provider's entry, within a limit. */
export function identityFromAuthProvider(options: AuthProviderOptions): () => Promise<ServerIdentity> {
  const { provider, clock, limitMs } = options;
  const file = provider.config?.[authorityFile];
  const authorities = typeof file === 'string' ? new ChangingFile(file, clock) : undefined;
  let library: ReturnType<typeof loadLibrary> | undefined;
  const ask = async () => {
    library ??= loadLibrary(provider);
    // Read here, since the library would hold up the process until it is there.
    return askLibrary(await library, await authorities?.read());
  };
  const failure = () => new Error(`Its auth-provider ${provider.name} did not answer within ${limitMs} ms`);
  return keptFor(keptMs, clock, () => within(ask(), limitMs, clock, failure));
}

/** Loaded when it is needed: the library is large, and most ways to a cluster do without it. */
async function loadLibrary({ name, config }: AuthProviderEntry) {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const kubeconfig = new KubeConfig();
  const authProvider = { name, config: { ...config } as Record<string, unknown> };
  delete authProvider.config[authorityFile];
  const issuer = authProvider.config[issuerUrl];
  // As text, the library would pass it on to one that takes nothing but a URL, and could renew no token.
  if (typeof issuer === 'string') authProvider.config[issuerUrl] = new URL(issuer);
  kubeconfig.loadFromClusterAndUser(
    { name: 'cluster', server: 'https://unused', skipTLSVerify: false },
    { name: 'user', authProvider },
  );
  return { kubeconfig, config: authProvider.config };
}

async function askLibrary(
  { kubeconfig, config }: Awaited<ReturnType<typeof loadLibrary>>,
  authorities: string | undefined,
): Promise<ServerIdentity> {
  if (authorities !== undefined) config[`${authorityFile}-data`] = Buffer.from(authorities).toString('base64');
  const options: RequestOptions = {};
  await kubeconfig.applyToHTTPSOptions(options);
  const headers = Object.entries(options.headers ?? {});
  return { headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), String(value)])) };
}
