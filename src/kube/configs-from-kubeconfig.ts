import type { Clock } from '../clock.js';
import { faultOfAuthProvider, identityFromAuthProvider } from './auth-provider-identity.js';
import { checkClusterUrl, isLoopback } from './check-url.js';
import type { ClusterConfig } from './cluster-config.js';
import { type ExecEntry, faultOfExec } from './exec-credential.js';
import { ExecIdentity } from './exec-identity.js';
import { pemFrom } from './file-credentials.js';
import { type KubeconfigFile, mergeKubeconfigs } from './merge-kubeconfigs.js';
import { identityFromUser, type UserEntry } from './user-identity.js';

export interface KubeconfigClusters {
  /** One for each context, named like it. */
  readonly configs: ClusterConfig[];
  readonly currentContext: string | undefined;
  /** Contexts that cannot be used, and why. */
  readonly skipped: { name: string; reason: string }[];
}

export interface KubeconfigOptions {
  readonly clock: Clock;
  /** The longest wait for what gives credentials: a plugin, or a provider. Default 9,000 ms. */
  readonly credentialsLimitMs?: number | undefined;
  /** The environment of a credential plugin, with what is added. Default: that alone. */
  readonly environment?: ((added: Readonly<Record<string, string>>) => NodeJS.ProcessEnv) | undefined;
  /** Told each time that a context's credential plugin gave nothing. */
  readonly onPluginFailure?: ((context: string, error: Error) => void) | undefined;
}

/** A kubeconfig's cluster, as it is written. */
interface ClusterEntry {
  readonly server?: string;
  readonly 'certificate-authority'?: string;
  readonly 'certificate-authority-data'?: string;
  readonly 'insecure-skip-tls-verify'?: boolean;
  readonly 'tls-server-name'?: string;
  readonly 'proxy-url'?: string;
  readonly extensions?: readonly { readonly name?: string; readonly extension?: unknown }[] | null;
}

/** The contexts of kubeconfig files. Throws an Error when no file can be read, or one is not a kubeconfig. */
export async function configsFromKubeconfig(
  paths: readonly string[],
  options: KubeconfigOptions,
): Promise<KubeconfigClusters> {
  const file = await mergeKubeconfigs(paths, options.clock);
  const configs: ClusterConfig[] = [];
  const skipped: KubeconfigClusters['skipped'] = [];
  for (const { name = '' } of file.contexts) {
    try {
      configs.push(configOf(file, name, options));
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

function configOf(file: KubeconfigFile, name: string, options: KubeconfigOptions): ClusterConfig {
  const named = (entries: KubeconfigFile['users'], wanted: string | undefined) =>
    entries.find((entry) => entry.name === wanted);
  const context = named(file.contexts, name)?.['context'] as { cluster?: string; user?: string } | undefined;
  const cluster = named(file.clusters, context?.cluster)?.['cluster'] as ClusterEntry | undefined;
  if (cluster === undefined) throw new Error(`It names cluster ${context?.cluster}, which is not there`);
  const user = named(file.users, context?.user)?.['user'] as UserEntry | undefined;
  if (user === undefined && context?.user) throw new Error(`It names user ${context.user}, which is not there`);
  const ca = pemFrom(cluster['certificate-authority-data'], cluster['certificate-authority'], options.clock);
  return {
    name,
    url: urlOf(cluster),
    ca,
    serverName: cluster['tls-server-name'],
    proxyUrl: cluster['proxy-url'],
    ...(user && identityOf(user, name, () => clusterInfo(cluster, ca), options)),
  };
}

function urlOf({ server, ...cluster }: ClusterEntry): string {
  if (!server) throw new Error('Its cluster has no server');
  const url = checkClusterUrl(server);
  const plain = url.startsWith('http:');
  if (!plain && cluster['insecure-skip-tls-verify'] === true) {
    throw new Error(
      'It asks not to verify TLS (insecure-skip-tls-verify), which this server always does; give the authority that signed the certificate as certificate-authority, and where the name differs tls-server-name',
    );
  }
  if (plain && !isLoopback(url)) {
    throw new Error(
      'Its server is plain http, by which tokens would travel in the clear; use https (http is for loopback alone)',
    );
  }
  if (cluster['proxy-url']?.startsWith('socks')) throw new Error('A SOCKS proxy is not supported');
  return url;
}

function identityOf(
  user: UserEntry,
  context: string,
  cluster: () => Promise<object>,
  options: KubeconfigOptions,
): Pick<ClusterConfig, 'identity' | 'close'> {
  const { clock, credentialsLimitMs: limitMs = 9_000, environment = (added) => ({ ...added }) } = options;
  const provider = user['auth-provider'] ?? undefined;
  const exec = user.exec ?? (provider?.config?.['exec'] as ExecEntry | undefined);
  if (exec !== undefined) {
    refuse(faultOfExec(exec));
    const onFailure = (error: Error) => options.onPluginFailure?.(context, error);
    const plugin = new ExecIdentity({ exec, clock, limitMs, environment, cluster, onFailure });
    return { identity: identityFromUser(user, clock, () => plugin.ask()), close: () => plugin.close() };
  }
  if (provider === undefined) return { identity: identityFromUser(user, clock) };
  refuse(faultOfAuthProvider(provider));
  const tokenFile = provider.config?.['tokenFile'];
  if (typeof tokenFile === 'string') return { identity: identityFromUser({ tokenFile, ...user }, clock) };
  return { identity: identityFromUser(user, clock, identityFromAuthProvider({ provider, clock, limitMs })) };
}

function refuse(fault: string | undefined): void {
  if (fault !== undefined) throw new Error(fault);
}

/** What a credential plugin may know of the cluster that its credentials are for. */
async function clusterInfo(cluster: ClusterEntry, ca: ClusterConfig['ca']): Promise<object> {
  const authorities = await ca?.();
  const extension = cluster.extensions?.find(({ name }) => name === 'client.authentication.k8s.io/exec');
  return {
    server: cluster.server,
    'tls-server-name': cluster['tls-server-name'],
    'proxy-url': cluster['proxy-url'],
    'certificate-authority-data': authorities && Buffer.from(authorities).toString('base64'),
    config: extension?.extension,
  };
}
