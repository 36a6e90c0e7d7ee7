import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import {
  type ConfigFault,
  type ConfigProbes,
  type Environment,
  EnvironmentReader,
  isDnsLabel,
} from './config/environment-reader.js';
import { type Limits, limitsFrom } from './config/limits.js';
import { authModes, logLevels, type SettingName } from './config/settings.js';
import { type TracingSettings, tracingSettingsFrom } from './config/tracing-settings.js';
import { type WebSettings, webSettingsFrom } from './config/web-settings.js';
import type { GatewaySettings } from './gateway/settings.js';

export type { ConfigFault, Limits, WebSettings };
export type AuthMode = (typeof authModes)[number];
export type LogLevel = (typeof logLevels)[number];

/** Where the clusters come from; the first that is configured, in this order: template, kubeconfig, in-cluster, sandbox. */
export type ClusterSource =
  | {
      readonly kind: 'sandbox';
      readonly users: boolean;
      /** From a gateway's creation until it is READY. */
      readonly readyMs: number;
    }
  | { readonly kind: 'kubeconfig'; readonly paths: readonly string[] }
  | {
      readonly kind: 'template';
      /** Holds {cluster}, once. */
      readonly urlTemplate: string;
      readonly names: readonly string[];
      readonly caFile: string | undefined;
      readonly tokenFile: string | undefined;
    }
  | { readonly kind: 'in-cluster'; readonly host: string; readonly port: string };

/** How clusters are asked, and how long what they said of objects and of rights is believed. */
export interface AccessSettings {
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
  readonly watchIdleTimeoutMs: number;
  readonly idleMs: number;
  readonly maxStaleMs: number;
  readonly recheckMs: number;
  /** 0: every question is asked anew; and so of the next. */
  readonly allowMs: number;
  readonly denyMs: number;
}

export interface DrainTimes {
  readonly delayMs: number;
  readonly spreadMs: number;
  readonly graceMs: number;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly clusters: ClusterSource;
  readonly preload: readonly string[];
  /** Absent: the current context, or the first name. */
  readonly defaultCluster: string | undefined;
  readonly authMode: AuthMode;
  readonly gateway: GatewaySettings;
  readonly access: AccessSettings;
  readonly web: WebSettings;
  readonly limits: Limits;
  /** 0: nothing is kept. */
  readonly maxKeptBytes: number;
  /** 0: none; and so of the next. */
  readonly operationTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly heartbeatMs: number;
  /** Absent: nothing is traced. */
  readonly tracing: TracingSettings | undefined;
  /** After SIGTERM, one after the other: not ready but serving; closing streams; waiting for what is under way. */
  readonly drain: DrainTimes;
  readonly logLevel: LogLevel;
}

export type ParsedConfig =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'faults'; readonly faults: readonly ConfigFault[] };

/** Values that stand in for those of the environment; empty: as if it were not set. */
export type Overrides = Readonly<Partial<Record<SettingName | 'KUBERNETES_SERVICE_HOST', string>>>;

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Settings of this process's own environment, which is read here alone; `fallbacks` count where it says nothing. */
export function readConfig(overrides: Overrides = {}, fallbacks: Overrides = {}): ParsedConfig {
  return parseConfig({ ...fallbacks, ...process.env, ...overrides }, { fileExists: existsSync });
}

/** The environment for a process that this one starts: its own, and what is added. */
export function childEnvironment(added: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...added };
}

/** Settings from an environment (an empty value is no value), or everything that is wrong with it at once. */
export function parseConfig(env: Environment, probes: ConfigProbes): ParsedConfig {
  const reader = new EnvironmentReader(env, probes);
  const config = configFrom(reader);
  return reader.faults.length > 0 ? { kind: 'faults', faults: reader.faults } : { kind: 'config', config };
}

/** True where only this machine can connect. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

function configFrom(reader: EnvironmentReader): Config {
  const host = hostFrom(reader);
  const wantedMode = reader.choice('AUTH_MODE', authModes);
  const clusters = clusterSourceFrom(reader, wantedMode);
  const authMode = wantedMode ?? defaultAuthMode(clusters, host);
  checkAuthMode(reader, authMode, clusters, host);
  const config: Config = {
    host,
    port: reader.integer('PORT'),
    clusters,
    preload: reader.list('PRELOAD'),
    defaultCluster: reader.text('DEFAULT_CLUSTER'),
    authMode,
    gateway: { labelDomain: reader.dnsName('LABEL_DOMAIN'), standaloneClass: reader.dnsName('STANDALONE_CLASS') },
    access: {
      readTimeoutMs: reader.integer('UPSTREAM_READ_TIMEOUT_MS'),
      writeTimeoutMs: reader.integer('UPSTREAM_WRITE_TIMEOUT_MS'),
      watchIdleTimeoutMs: reader.integer('WATCH_IDLE_TIMEOUT_MS'),
      idleMs: reader.integer('CACHE_IDLE_MS'),
      maxStaleMs: reader.integer('CACHE_MAX_STALE_MS'),
      recheckMs: reader.integer('RECHECK_MS'),
      allowMs: reader.integer('ACCESS_ALLOW_MS'),
      denyMs: reader.integer('ACCESS_DENY_MS'),
    },
    web: webSettingsFrom(reader),
    limits: limitsFrom(reader, { oneUser: authMode === 'single-user' }),
    maxKeptBytes: reader.integer('MAX_KEPT_BYTES'),
    operationTimeoutMs: reader.integer('OPERATION_TIMEOUT_MS'),
    requestTimeoutMs: reader.integer('REQUEST_TIMEOUT_MS'),
    idleTimeoutMs: reader.integer('IDLE_TIMEOUT_MS'),
    heartbeatMs: reader.integer('HEARTBEAT_MS'),
    tracing: tracingSettingsFrom(reader),
    drain: {
      delayMs: reader.integer('DRAIN_DELAY_MS'),
      spreadMs: reader.integer('DRAIN_SPREAD_MS'),
      graceMs: reader.integer('DRAIN_MS'),
    },
    logLevel: reader.choice('LOG_LEVEL', logLevels) ?? 'info',
  };
  checkClusterNames(reader, config);
  checkTimeouts(reader, config);
  return config;
}

const isHost = (text: string) => /^[A-Za-z0-9.:%_-]+$/.test(text);

/** Event streams are pinged every 12 s, with some time to spare. */
const leastIdleMs = 15_000;

/** Neither a quiet stream nor the answer of an operation that takes its whole time is to find its connection cut. */
function checkTimeouts(reader: EnvironmentReader, { idleTimeoutMs, operationTimeoutMs }: Config): void {
  if (idleTimeoutMs === 0 || (idleTimeoutMs > operationTimeoutMs && idleTimeoutMs >= leastIdleMs)) return;
  const least = `at least ${leastIdleMs}, and more than OPERATION_TIMEOUT_MS, ${operationTimeoutMs}`;
  reader.fault('IDLE_TIMEOUT_MS', `is ${idleTimeoutMs}; give ${least}`);
}

function hostFrom(reader: EnvironmentReader): string {
  const host = (reader.text('HOST') ?? '').replace(/^\[(.*)\]$/, '$1');
  if (!isHost(host)) reader.fault('HOST', `is "${host}"; give an IP address or a host name, without a port`);
  return host;
}

function clusterSourceFrom(reader: EnvironmentReader, mode: AuthMode | undefined): ClusterSource {
  const template = reader.text('CLUSTER_URL_TEMPLATE');
  const kubeconfig = reader.text('KUBECONFIG');
  const tokens = reader.boolean('SANDBOX_TOKENS');
  if (template === undefined) {
    for (const name of ['CLUSTER_NAMES', 'CLUSTER_CA_FILE', 'CLUSTER_TOKEN_FILE'] as const) {
      if (reader.text(name) !== undefined)
        reader.fault(name, 'belongs to CLUSTER_URL_TEMPLATE, which is not set; set it too, or unset this');
    }
  }
  if (template !== undefined && kubeconfig !== undefined) {
    reader.fault('KUBECONFIG', 'and CLUSTER_URL_TEMPLATE are both set; unset one of them');
  }
  if (tokens === true && (template ?? kubeconfig) !== undefined) {
    reader.fault(
      'SANDBOX_TOKENS',
      'is for the sandbox, but clusters are configured; unset it, or KUBECONFIG and CLUSTER_URL_TEMPLATE',
    );
  }
  if (template !== undefined) return templateSource(reader, template);
  if (kubeconfig !== undefined) return kubeconfigSource(reader, kubeconfig);
  return (
    (tokens === true ? undefined : inClusterSource(reader)) ?? {
      kind: 'sandbox',
      users: tokens ?? (mode !== undefined && mode !== 'single-user'),
      readyMs: reader.integer('SANDBOX_READY_MS'),
    }
  );
}

function templateSource(reader: EnvironmentReader, urlTemplate: string): ClusterSource {
  if (urlTemplate.split('{cluster}').length !== 2) {
    reader.fault(
      'CLUSTER_URL_TEMPLATE',
      'does not hold {cluster} exactly once; put it where the name belongs, as in https://platform/kubernetes/{cluster}',
    );
  }
  const url = URL.parse(urlTemplate.replaceAll('{cluster}', 'a'));
  if (url === null || !['https:', 'http:'].includes(url.protocol)) {
    reader.fault('CLUSTER_URL_TEMPLATE', 'is no URL; give one that starts with https://');
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    reader.fault('CLUSTER_URL_TEMPLATE', 'would send tokens in the clear; use https (http is for loopback alone)');
  } else if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    reader.fault('CLUSTER_URL_TEMPLATE', 'holds a user, a query or a fragment; leave them out');
  }
  const names = reader.list('CLUSTER_NAMES');
  if (names.length === 0)
    reader.fault('CLUSTER_NAMES', 'is not set; name the clusters to put in CLUSTER_URL_TEMPLATE, comma separated');
  for (const name of names) {
    if (!isDnsLabel(name))
      reader.fault('CLUSTER_NAMES', `holds "${name}"; a name is a DNS label: up to 63 of a-z, 0-9 and -`);
  }
  return {
    kind: 'template',
    urlTemplate,
    names,
    caFile: reader.file('CLUSTER_CA_FILE'),
    tokenFile: reader.file('CLUSTER_TOKEN_FILE'),
  };
}

/** Like kubectl, files that are not there are passed over; all of them missing is a mistake. */
function kubeconfigSource(reader: EnvironmentReader, text: string): ClusterSource {
  const paths = text.split(delimiter).filter((path) => path !== '');
  const present = paths.filter((path) => reader.probes.fileExists(path));
  if (present.length === 0)
    reader.fault(
      'KUBECONFIG',
      `names ${paths.join(', ')}, which is not there; mend the path, or unset it for the sandbox`,
    );
  return { kind: 'kubeconfig', paths: present };
}

function inClusterSource(reader: EnvironmentReader): ClusterSource | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = reader.env;
  if (!host || !reader.probes.fileExists(`${serviceAccount}/token`)) return undefined;
  return { kind: 'in-cluster', host, port: port || '443' };
}

function defaultAuthMode(clusters: ClusterSource, host: string): AuthMode {
  if (clusters.kind === 'sandbox') return clusters.users ? 'passthrough' : 'single-user';
  return clusters.kind === 'kubeconfig' && isLoopback(host) ? 'single-user' : 'passthrough';
}

function checkAuthMode(reader: EnvironmentReader, mode: AuthMode, clusters: ClusterSource, host: string): void {
  if (mode === 'single-user' && isHost(host) && !isLoopback(host)) {
    const other = clusters.kind === 'sandbox' ? 'set SANDBOX_TOKENS=1' : 'set AUTH_MODE=passthrough or shared';
    reader.fault(
      'HOST',
      `is ${host}, where others could act with the server's own rights (AUTH_MODE single-user); use 127.0.0.1, or ${other}`,
    );
  }
  if (mode !== 'passthrough' && clusters.kind === 'template' && clusters.tokenFile === undefined) {
    reader.fault(
      'CLUSTER_TOKEN_FILE',
      `is not set, and AUTH_MODE ${mode} needs an identity of the server's own; set it, or AUTH_MODE=passthrough`,
    );
  }
  if (mode !== 'single-user' && clusters.kind === 'sandbox' && !clusters.users) {
    reader.fault('SANDBOX_TOKENS', `is off, and AUTH_MODE ${mode} needs users; set it to 1, or AUTH_MODE=single-user`);
  }
}

/** What can be told without opening a kubeconfig. */
function checkClusterNames(reader: EnvironmentReader, { clusters, preload, defaultCluster }: Config): void {
  if (clusters.kind !== 'template' || clusters.names.length === 0) return;
  const known = `CLUSTER_NAMES (${clusters.names.join(', ')})`;
  for (const name of preload) {
    if (!clusters.names.includes(name)) reader.fault('PRELOAD', `names ${name}, which is none of ${known}`);
  }
  if (defaultCluster !== undefined && !clusters.names.includes(defaultCluster)) {
    reader.fault('DEFAULT_CLUSTER', `is ${defaultCluster}, which is none of ${known}`);
  }
}
