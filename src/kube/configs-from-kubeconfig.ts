import type { RequestOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Clock } from '../clock.js';
import { checkClusterUrl, isLoopback } from './check-url.js';
import type { ClusterConfig, ServerIdentity } from './cluster-config.js';
import { authoritiesFromFile, identityFromTokenFile } from './file-credentials.js';
import { type KubeconfigFile, mergeKubeconfigs } from './merge-kubeconfigs.js';

export interface KubeconfigClusters {
  /** One for each context, named like it. */
  readonly configs: ClusterConfig[];
  readonly currentContext: string | undefined;
  /** Contexts that cannot be used, and why. */
  readonly skipped: { name: string; reason: string }[];
}

/** What a credential plugin gave serves so long before it is asked for again; what comes from files, where a look is cheap. */
const identityMs = { plugin: 10_000, files: 250 } as const;

/** The contexts of kubeconfig files. Throws an Error when no file can be read, or one is not a kubeconfig. */
export async function configsFromKubeconfig(paths: readonly string[], clock: Clock): Promise<KubeconfigClusters> {
  // Loaded when it is needed: the library is large, and most ways to a cluster do without it.
  const library = await import('@kubernetes/client-node');
  const file = await mergeKubeconfigs(paths);
  const configs: ClusterConfig[] = [];
  const skipped: KubeconfigClusters['skipped'] = [];
  for (const { name = '' } of file.contexts) {
    try {
      const kubeconfig = new library.KubeConfig();
      kubeconfig.loadFromString(JSON.stringify(onlyContext(file, name)));
      configs.push(configOf(kubeconfig, file, name, clock));
    } catch (error) {
      skipped.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const currentContext = file['current-context'];
  return {
    configs,
    currentContext: configs.some((config) => config.name === currentContext) ? currentContext : undefined,
    skipped,
  };
}

/** A kubeconfig of its own for each context: the library keeps one token per KubeConfig, whoever the user is. */
function onlyContext(file: KubeconfigFile, name: string) {
  const contexts = file.contexts.filter((entry) => entry.name === name);
  const context = contexts[0]?.['context'] as { cluster?: string; user?: string } | undefined;
  const clusters = file.clusters.filter((entry) => entry.name === context?.cluster);
  if (clusters.length === 0) throw new Error(`It names cluster ${context?.cluster}, which is not there`);
  const users = file.users.filter((entry) => entry.name === context?.user);
  if (users.length === 0 && context?.user) throw new Error(`It names user ${context.user}, which is not there`);
  return { ...file, contexts, clusters: clusters.map(forPlainHttp), users, 'current-context': name };
}

/** The library refuses http unless told not to verify TLS; with http there is none. It is never told so for https. */
function forPlainHttp<E extends { [member: string]: unknown }>(entry: E): E {
  const cluster = entry['cluster'] as { server?: string; 'insecure-skip-tls-verify'?: boolean };
  const plain = cluster.server?.startsWith('http:') === true;
  if (!plain && cluster['insecure-skip-tls-verify'] === true) {
    throw new Error(
      'It asks not to verify TLS (insecure-skip-tls-verify), which this server always does; give the authority that signed the certificate as certificate-authority, and where the name differs tls-server-name',
    );
  }
  return { ...entry, cluster: { ...cluster, 'insecure-skip-tls-verify': plain } };
}

function configOf(kubeconfig: KubeConfig, file: KubeconfigFile, name: string, clock: Clock): ClusterConfig {
  const cluster = kubeconfig.getCurrentCluster();
  if (cluster === null) throw new Error('Its cluster has no server');
  const url = checkClusterUrl(cluster.server);
  if (url.startsWith('http:') && !isLoopback(url)) {
    throw new Error(
      'Its server is plain http, by which tokens would travel in the clear; use https (http is for loopback alone)',
    );
  }
  if (cluster.proxyUrl?.startsWith('socks')) throw new Error('A SOCKS proxy is not supported');
  const { caData, caFile } = cluster;
  const ca = caData === undefined ? undefined : Buffer.from(caData, 'base64').toString('utf8');
  return {
    name,
    url,
    ca: ca !== undefined ? async () => ca : caFile ? authoritiesFromFile(caFile, clock) : undefined,
    serverName: cluster.tlsServerName,
    proxyUrl: cluster.proxyUrl,
    identity: identityOf(kubeconfig, file, clock),
  };
}

function identityOf(kubeconfig: KubeConfig, file: KubeconfigFile, clock: Clock): ClusterConfig['identity'] {
  const { name, exec, authProvider } = kubeconfig.getCurrentUser() ?? {};
  if (name === undefined) return undefined;
  const plugin = exec !== undefined || authProvider !== undefined;
  const user = file.users.find((entry) => entry.name === name)?.['user'] as { tokenFile?: string } | undefined;
  // The library knows this member by another name alone.
  const fromFile = user?.tokenFile ? identityFromTokenFile(user.tokenFile, clock) : undefined;
  const ask = async () => {
    const identity = await askLibrary(kubeconfig);
    return fromFile === undefined
      ? identity
      : { ...identity, headers: { ...identity.headers, ...(await fromFile()).headers } };
  };
  return plugin ? keptFor(identityMs.plugin, clock, ask) : keptFor(identityMs.files, clock, lastWhole(ask));
}

/** Files may be in the middle of being renewed, one missing or the key not the certificate's: then the last whole pair serves on. */
function lastWhole(ask: () => Promise<ServerIdentity>): () => Promise<ServerIdentity> {
  let last: ServerIdentity | undefined;
  return async () => {
    try {
      const identity = await ask();
      const { cert, key } = identity;
      if (cert === '' || key === '') throw new Error('A certificate or its key is empty');
      // It throws where they do not belong together.
      if (cert !== last?.cert || key !== last?.key) createSecureContext({ cert, key });
      last = identity;
    } catch (error) {
      if (last === undefined) throw error;
    }
    return last;
  };
}

async function askLibrary(kubeconfig: KubeConfig): Promise<ServerIdentity> {
  const options: RequestOptions = {};
  await kubeconfig.applyToHTTPSOptions(options);
  const headers = Object.fromEntries(
    Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  if (typeof options.auth === 'string')
    headers['authorization'] = `Basic ${Buffer.from(options.auth).toString('base64')}`;
  const { cert, key } = options;
  if (cert === undefined || key === undefined) return { headers };
  return { headers, cert: String(cert), key: String(key) };
}

/** Asks at most once in `forMs`, and once at a time; a failure is not kept. */
function keptFor<T>(forMs: number, clock: Clock, ask: () => Promise<T>): () => Promise<T> {
  let kept: { value: T; untilMs: number } | undefined;
  let asking: Promise<T> | undefined;
  return async () => {
    if (kept !== undefined && kept.untilMs > clock.elapsed()) return kept.value;
    asking ??= ask()
      .then((value) => {
        kept = { value, untilMs: clock.elapsed() + forMs };
        return value;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
}
