import { describe, expect, it } from '@jest/globals';
import { settings, settingsText } from '../../src/config/settings.js';
import { type Config, type ConfigFault, isLoopback, parseConfig } from '../../src/config.js';

type Environment = Record<string, string>;
const token = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const template = { CLUSTER_URL_TEMPLATE: 'https://platform/kubernetes/{cluster}', CLUSTER_NAMES: 'global, business-1' };
const pod = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '6443' };

/** Only the files given exist. */
const parse = (env: Environment, files: readonly string[] = []) =>
  parseConfig(env, { fileExists: (path) => files.includes(path) });

function configOf(env: Environment, files?: readonly string[]): Config {
  const parsed = parse(env, files);
  if (parsed.kind !== 'config') throw new Error(JSON.stringify(parsed));
  return parsed.config;
}

function faultsOf(env: Environment, files?: readonly string[]): readonly ConfigFault[] {
  const parsed = parse(env, files);
  return parsed.kind === 'faults' ? parsed.faults : [];
}

describe('defaults', () => {
  it('serves the sandbox on loopback for one user', () => {
    expect(configOf({})).toEqual({
      host: '127.0.0.1',
      port: 4000,
      clusters: { kind: 'sandbox', users: false, readyMs: 3000 },
      preload: [],
      defaultCluster: undefined,
      authMode: 'single-user',
      gateway: { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' },
      access: {
        readTimeoutMs: 10_000,
        writeTimeoutMs: 30_000,
        watchIdleTimeoutMs: 58_000,
        idleMs: 60_000,
        maxStaleMs: 60_000,
        recheckMs: 30_000,
        allowMs: 10_000,
        denyMs: 5_000,
      },
      web: {
        allowedOrigins: [],
        introspection: true,
        playground: true,
        trustedDocumentsFile: undefined,
        tls: undefined,
      },
      limits: {
        maxBodyBytes: 1_048_576,
        maxHeaderBytes: 16_384,
        maxDocumentChars: 100_000,
        maxTokens: 5000,
        maxVariablesDepth: 32,
        maxVariablesBytes: 262_144,
        maxDepth: 15,
        maxComplexity: 100_000,
        maxAnswerBytes: 8_388_608,
        maxAliases: 50,
        maxRootFields: 20,
        maxDirectives: 50,
        maxOperations: 2000,
        maxOperationsPerCaller: Number.POSITIVE_INFINITY,
        maxOperationsPerSecond: 50_000,
        maxOperationsPerSecondPerCaller: Number.POSITIVE_INFINITY,
        maxSubscriptions: 20_000,
        maxSubscriptionsPerCaller: Number.POSITIVE_INFINITY,
        maxSubscriptionBytes: 67_108_864,
        maxSubscriptionBytesPerCaller: Number.POSITIVE_INFINITY,
        maxConnections: 10_000,
        maxSockets: 5000,
        maxSocketsPerCaller: Number.POSITIVE_INFINITY,
        maxOperationsPerSocket: 100,
        maxUnsentBytes: 1_048_576,
      },
      maxKeptBytes: 134_217_728,
      operationTimeoutMs: 30_000,
      requestTimeoutMs: 30_000,
      idleTimeoutMs: 120_000,
      heartbeatMs: 12_000,
      tracing: undefined,
      drain: { delayMs: 0, spreadMs: 0, graceMs: 10_000 },
      logLevel: 'info',
    });
  });

  it('turns limits off by 0', () => {
    expect(configOf({ MAX_DEPTH: '0' }).limits.maxDepth).toBe(Number.POSITIVE_INFINITY);
  });

  it('bounds each caller where there are callers to tell apart, or where that is asked for', () => {
    expect(configOf({ AUTH_MODE: 'shared' }).limits).toMatchObject({
      maxOperationsPerCaller: 500,
      maxOperationsPerSecondPerCaller: 10_000,
      maxSubscriptionsPerCaller: 5000,
      maxSubscriptionBytes: 67_108_864,
      maxSubscriptionBytesPerCaller: 16_777_216,
      maxSocketsPerCaller: 1000,
    });
    expect(configOf({ MAX_OPERATIONS_PER_CALLER: '7' }).limits.maxOperationsPerCaller).toBe(7);
  });

  it('takes an empty value for none', () => {
    expect(configOf({ HOST: '', PORT: ' ', KUBECONFIG: '', AUTH_MODE: '' })).toEqual(configOf({}));
  });

  it('never looks for a kubeconfig unasked', () => {
    const asked: string[] = [];
    parseConfig({ HOME: '/home/ann' }, { fileExists: (path) => asked.push(path) > 0 });
    expect(asked).toEqual([]);
  });
});

describe('where clusters come from', () => {
  it('takes the paths of KUBECONFIG that exist, as kubectl does', () => {
    expect(configOf({ KUBECONFIG: '/a:/b:/c' }, ['/a', '/c']).clusters).toEqual({
      kind: 'kubeconfig',
      paths: ['/a', '/c'],
    });
  });

  it('takes a URL template', () => {
    const env = {
      ...template,
      CLUSTER_CA_FILE: '/ca',
      CLUSTER_TOKEN_FILE: '/token',
      PRELOAD: 'global',
      DEFAULT_CLUSTER: 'global',
    };
    const { clusters, preload, defaultCluster } = configOf(env, ['/ca', '/token']);
    expect(clusters).toEqual({
      kind: 'template',
      urlTemplate: 'https://platform/kubernetes/{cluster}',
      names: ['global', 'business-1'],
      caFile: '/ca',
      tokenFile: '/token',
    });
    expect({ preload, defaultCluster }).toEqual({ preload: ['global'], defaultCluster: 'global' });
  });

  it.each(['http://127.0.0.1:8001/{cluster}', 'http://localhost/{cluster}', 'https://{cluster}.example.com'])(
    'takes %s',
    (url) => {
      expect(faultsOf({ ...template, CLUSTER_URL_TEMPLATE: url })).toEqual([]);
    },
  );

  it('takes the service account of the pod where nothing else is set', () => {
    expect(configOf(pod, [token]).clusters).toEqual({
      kind: 'in-cluster',
      host: '10.0.0.1',
      port: '6443',
    });
    expect(configOf({ ...pod, ...template }, [token]).clusters.kind).toBe('template');
    expect(configOf({ ...pod, SANDBOX_TOKENS: '1' }, [token]).clusters.kind).toBe('sandbox');
    expect(configOf(pod).clusters.kind).toBe('sandbox');
  });
});

describe('AUTH_MODE', () => {
  it.each<[string, Environment, string]>([
    ['the sandbox', {}, 'single-user'],
    ['the sandbox with users', { SANDBOX_TOKENS: '1', HOST: '0.0.0.0' }, 'passthrough'],
    ['KUBECONFIG on loopback', { KUBECONFIG: '/a' }, 'single-user'],
    ['KUBECONFIG beyond it', { KUBECONFIG: '/a', HOST: '0.0.0.0' }, 'passthrough'],
    ['a template', template, 'passthrough'],
    ['a pod', pod, 'passthrough'],
  ])('for %s is by default', (_name, env, mode) => {
    expect(configOf(env, ['/a', token]).authMode).toBe(mode);
  });

  it('of another kind than single-user gives the sandbox users', () => {
    expect(configOf({ AUTH_MODE: 'shared' }).clusters).toEqual({ kind: 'sandbox', users: true, readyMs: 3000 });
  });

  it.each([
    ['127.0.0.1', true],
    ['127.1.2.3', true],
    ['localhost', true],
    ['::1', true],
    ['[::1]', true],
    ['0.0.0.0', false],
    ['::', false],
    ['127.0.0.1.example.com', false],
    ['10.0.0.1', false],
  ])('takes %s for loopback: %p', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

describe('faults', () => {
  it.each<[string, Environment, string, string]>([
    ['a port that is no number', { PORT: 'http' }, 'PORT', '0 to 65535'],
    ['a port too high', { PORT: '65536' }, 'PORT', '0 to 65535'],
    ['a number with a unit', { DRAIN_MS: '10s' }, 'DRAIN_MS', '0 or more'],
    ['a limit too small to work with', { MAX_BODY_BYTES: '10' }, 'MAX_BODY_BYTES', '1024 or more'],
    [
      'connections cut before their answers',
      { IDLE_TIMEOUT_MS: '1000' },
      'IDLE_TIMEOUT_MS',
      'more than OPERATION_TIMEOUT_MS, 30000',
    ],
    ['a host with a scheme', { HOST: 'http://127.0.0.1/' }, 'HOST', 'without a port'],
    ['an unknown mode', { AUTH_MODE: 'none' }, 'AUTH_MODE', 'passthrough, shared, single-user'],
    [
      'a collector without a scheme',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' },
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'such as http://localhost:4318',
    ],
    ['more than all traces', { OTEL_TRACES_SAMPLER_ARG: '2' }, 'OTEL_TRACES_SAMPLER_ARG', 'from 0 to 1'],
    ['an unknown level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL', 'debug'],
    ['single-user beyond loopback', { HOST: '0.0.0.0', AUTH_MODE: 'single-user' }, 'HOST', 'use 127.0.0.1'],
    ['the sandbox beyond loopback', { HOST: '0.0.0.0' }, 'HOST', 'SANDBOX_TOKENS=1'],
    [
      'modes that need users, without them',
      { AUTH_MODE: 'shared', SANDBOX_TOKENS: '0' },
      'SANDBOX_TOKENS',
      'set it to 1',
    ],
    ['sandbox users with real clusters', { KUBECONFIG: '/a', SANDBOX_TOKENS: '1' }, 'SANDBOX_TOKENS', 'unset it'],
    ['no boolean', { SANDBOX_TOKENS: 'maybe' }, 'SANDBOX_TOKENS', '1 or 0'],
    ['a kubeconfig that is not there', { KUBECONFIG: '/b:/c' }, 'KUBECONFIG', '/b, /c'],
    ['two sources', { KUBECONFIG: '/a', ...template }, 'KUBECONFIG', 'unset one'],
    [
      'a template without its place',
      { ...template, CLUSTER_URL_TEMPLATE: 'https://platform/a' },
      'CLUSTER_URL_TEMPLATE',
      '{cluster}',
    ],
    [
      'a template in the clear',
      { ...template, CLUSTER_URL_TEMPLATE: 'http://platform/{cluster}' },
      'CLUSTER_URL_TEMPLATE',
      'use https',
    ],
    [
      'a template that is no URL',
      { ...template, CLUSTER_URL_TEMPLATE: '{cluster}' },
      'CLUSTER_URL_TEMPLATE',
      'https://',
    ],
    [
      'a template of another scheme',
      { ...template, CLUSTER_URL_TEMPLATE: 'ftp://a/{cluster}' },
      'CLUSTER_URL_TEMPLATE',
      'https://',
    ],
    [
      'a template with a query',
      { ...template, CLUSTER_URL_TEMPLATE: 'https://a/?c={cluster}' },
      'CLUSTER_URL_TEMPLATE',
      'leave them out',
    ],
    ['a template without names', { CLUSTER_URL_TEMPLATE: 'https://a/{cluster}' }, 'CLUSTER_NAMES', 'is not set'],
    ['a name that would leave its place', { ...template, CLUSTER_NAMES: 'a,../b' }, 'CLUSTER_NAMES', '"../b"'],
    ['a name in capitals', { ...template, CLUSTER_NAMES: 'Global' }, 'CLUSTER_NAMES', 'DNS label'],
    ['names without a template', { CLUSTER_NAMES: 'a' }, 'CLUSTER_NAMES', 'CLUSTER_URL_TEMPLATE'],
    ['an authority file that is not there', { ...template, CLUSTER_CA_FILE: '/ca' }, 'CLUSTER_CA_FILE', '/ca'],
    ['shared without an identity', { ...template, AUTH_MODE: 'shared' }, 'CLUSTER_TOKEN_FILE', 'AUTH_MODE shared'],
    ['a default that is no name', { ...template, DEFAULT_CLUSTER: 'c' }, 'DEFAULT_CLUSTER', 'none of CLUSTER_NAMES'],
    ['a preload that is no name', { ...template, PRELOAD: 'global,c' }, 'PRELOAD', 'names c'],
    ['a label domain that is none', { LABEL_DOMAIN: 'cpaas.io/' }, 'LABEL_DOMAIN', 'DNS name'],
    ['every origin', { ALLOWED_ORIGINS: '*' }, 'ALLOWED_ORIGINS', 'such as https://console.example'],
    [
      'an origin with a path',
      { ALLOWED_ORIGINS: 'https://A.example/x' },
      'ALLOWED_ORIGINS',
      'such as https://a.example',
    ],
    ['pages without an origin', { ALLOWED_ORIGINS: 'null' }, 'ALLOWED_ORIGINS', '"null"'],
    ['a certificate without its key', { TLS_CERT_FILE: '/a' }, 'TLS_KEY_FILE', 'set both'],
    ['a key without its certificate', { TLS_KEY_FILE: '/a' }, 'TLS_CERT_FILE', 'set both'],
    ['a class that is no name', { STANDALONE_CLASS: 'A B' }, 'STANDALONE_CLASS', 'DNS name'],
  ])('%s', (_name, env, variable, fix) => {
    expect(faultsOf(env, ['/a'])).toEqual([{ variable, message: expect.stringContaining(fix) }]);
  });

  it('are told all at once', () => {
    const faults = faultsOf({ PORT: 'x', AUTH_MODE: 'y', CLUSTER_NAMES: 'z', DRAIN_MS: '-1' });
    expect(faults.map(({ variable }) => variable)).toEqual(['AUTH_MODE', 'CLUSTER_NAMES', 'PORT', 'DRAIN_MS']);
  });
});

describe('the table as text', () => {
  it('lists every setting', () => {
    for (const name of Object.keys(settings)) expect(settingsText()).toContain(`\n  ${name}  (`);
    expect(settingsText()).toContain('default 1048576');
  });
});
