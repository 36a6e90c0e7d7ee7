/** One row of the table: everything there is to say about a setting. */
export interface Setting {
  readonly type: string;
  readonly unit?: string;
  readonly default: string;
  readonly meaning: string;
  readonly off?: string;
  readonly min?: number;
  readonly max?: number;
}

export const authModes = ['passthrough', 'shared', 'single-user'] as const;
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const forever = 'unset: none';
const count = (fallback: number, meaning: string, more: Partial<Setting> = {}): Setting => ({
  type: 'integer',
  default: String(fallback),
  meaning,
  min: 0,
  off: '0: no limit',
  ...more,
});

/** Limits of one caller say nothing where all callers are the one user. */
const perCaller = (fallback: number, meaning: string, more: Partial<Setting> = {}): Setting =>
  count(fallback, meaning, { off: '0, or unset with AUTH_MODE single-user: no limit', ...more });

/** Every setting there is. */
export const settings = {
  HOST: { type: 'host', default: '127.0.0.1', meaning: 'address to listen on' },
  PORT: count(4000, 'port to listen on; 0 takes any free one', { max: 65_535, off: '' }),
  KUBECONFIG: {
    type: 'paths',
    default: '',
    meaning: 'kubeconfig files as for kubectl; each context is a cluster. Never ~/.kube/config unasked',
    off: forever,
  },
  CLUSTER_URL_TEMPLATE: {
    type: 'URL',
    default: '',
    meaning: 'https URL holding {cluster}, such as https://platform/kubernetes/{cluster}',
    off: forever,
  },
  CLUSTER_NAMES: {
    type: 'list',
    default: '',
    meaning: 'names to put in the template, comma separated DNS labels',
    off: forever,
  },
  CLUSTER_CA_FILE: {
    type: 'file',
    default: '',
    meaning: "PEM authorities of the template's host",
    off: "unset: the system's",
  },
  CLUSTER_TOKEN_FILE: {
    type: 'file',
    default: '',
    meaning: "the server's own token where a template is used; read again when it changes",
    off: forever,
  },
  PRELOAD: {
    type: 'list',
    default: '',
    meaning: 'clusters whose caches fill at start, readiness waiting for them; passthrough keeps no such cache',
    off: 'unset: on first use',
  },
  STANDALONE_CLASS: {
    type: 'DNS name',
    default: 'exclusive-gateway',
    meaning: 'the GatewayClass that gives a Gateway its own ALB',
  },
  DEFAULT_CLUSTER: {
    type: 'name',
    default: '',
    meaning: 'cluster of operations that name none',
    off: 'unset: the current context, or the first name',
  },
  AUTH_MODE: {
    type: authModes.join(' | '),
    default: '',
    meaning:
      "whose rights count: the caller's (passthrough; shared with one cache) or the server's own (single-user, loopback only)",
    off: 'unset: single-user for the sandbox and for KUBECONFIG on loopback, else passthrough',
  },
  LABEL_DOMAIN: { type: 'DNS name', default: 'cpaas.io', meaning: "the operator's label domain" },
  SANDBOX_TOKENS: {
    type: 'boolean',
    default: '',
    meaning: 'the embedded sandbox with users: admin-token, alice-token (namespace a1), viewer-token',
    off: '0: one user',
  },
  SANDBOX_READY_MS: count(3000, "from a gateway's creation until the sandbox's operator has it READY", {
    unit: 'ms',
    max: 600_000,
    off: '',
  }),
  UPSTREAM_READ_TIMEOUT_MS: count(
    10_000,
    'longest wait for one answer of a cluster, with the credentials for it; then TIMEOUT',
    {
      unit: 'ms',
      min: 100,
      off: '',
    },
  ),
  UPSTREAM_WRITE_TIMEOUT_MS: count(30_000, 'the same for a write, whose outcome is then looked up', {
    unit: 'ms',
    min: 100,
    off: '',
  }),
  WATCH_IDLE_TIMEOUT_MS: count(58_000, 'longest silence of a watch before its connection is taken for dead', {
    unit: 'ms',
    min: 1000,
    off: '',
  }),
  CACHE_IDLE_MS: count(60_000, 'how long a set of objects kept in memory outlives its last use', {
    unit: 'ms',
    min: 1000,
    off: '',
  }),
  CACHE_MAX_STALE_MS: count(60_000, 'a set cut off from its cluster for longer is not read from', {
    unit: 'ms',
    off: '',
  }),
  RECHECK_MS: count(30_000, 'between looks at the rights behind a stream; one that lost them ends with FORBIDDEN', {
    unit: 'ms',
    min: 1000,
    off: '',
  }),
  ACCESS_ALLOW_MS: count(10_000, "how long a cluster's yes to one question of one caller is believed", {
    unit: 'ms',
    off: '0: asked each time',
  }),
  ACCESS_DENY_MS: count(5_000, 'the same for its no; a failure to ask is never kept', {
    unit: 'ms',
    off: '0: asked each time',
  }),
  ALLOWED_ORIGINS: {
    type: 'list',
    default: '',
    meaning:
      "origins of web pages that may use the API beside the server's own, such as https://console.example; other pages are refused",
    off: 'unset: its own pages alone',
  },
  TLS_CERT_FILE: {
    type: 'file',
    default: '',
    meaning: 'PEM certificate to serve with, followed by those up to its authority; looked at again every 10 s',
    off: 'unset: plain HTTP',
  },
  TLS_KEY_FILE: { type: 'file', default: '', meaning: 'PEM key of TLS_CERT_FILE', off: forever },
  INTROSPECTION: {
    type: 'boolean',
    default: '1',
    meaning: 'whether the schema may be asked for, and errors suggest names of it; the playground wants it',
    off: '0: neither',
  },
  PLAYGROUND: {
    type: 'boolean',
    default: '1',
    meaning: 'whether browsers are given the playground at /',
    off: '0: not',
  },
  TRUSTED_DOCUMENTS_FILE: {
    type: 'file',
    default: '',
    meaning:
      'JSON manifest of the only documents that run, their texts by their sha256; read at the start. The pages of this server are no part of it',
    off: 'unset: any document',
  },
  MAX_BODY_BYTES: count(1_048_576, 'largest request body and WebSocket message', { unit: 'bytes', min: 1024, off: '' }),
  MAX_HEADER_BYTES: count(
    16_384,
    'request line and headers of one request, so also a query by GET; and the connectionParams of a WebSocket',
    { unit: 'bytes', min: 1024, max: 1_048_576, off: '' },
  ),
  MAX_DOCUMENT_CHARS: count(100_000, 'text of one document, comments included', { unit: 'characters' }),
  MAX_TOKENS: count(5000, 'lexical tokens in one document'),
  MAX_VARIABLES_DEPTH: count(32, 'nested objects and lists in the variables, or the extensions, of one operation', {
    unit: 'levels',
    min: 1,
    max: 500,
    off: '',
  }),
  MAX_VARIABLES_BYTES: count(
    262_144,
    'variables and extensions of one operation together, about as long as their JSON',
    {
      unit: 'bytes',
    },
  ),
  MAX_DEPTH: count(15, 'nested selections in one operation', { unit: 'levels' }),
  MAX_COMPLEXITY: count(100_000, 'cost of one operation, page sizes multiplied in', { unit: 'points' }),
  MAX_ANSWER_BYTES: count(
    8_388_608,
    'one answer as JSON; a larger one is given up while it is made. Of a mutation, the fields that would make it larger',
    { unit: 'bytes' },
  ),
  MAX_ALIASES: count(50, 'aliases in one operation'),
  MAX_ROOT_FIELDS: count(20, 'fields directly under the root of one operation'),
  MAX_DIRECTIVES: count(50, 'directives in one operation'),
  MAX_OPERATIONS: count(2000, 'queries and mutations under way at once'),
  MAX_OPERATIONS_PER_CALLER: perCaller(500, 'queries and mutations of one caller under way at once'),
  MAX_OPERATIONS_PER_SECOND: count(
    50_000,
    'operations that may start within a second, a tenth of them, or 10, at once',
    {
      unit: 'per second',
    },
  ),
  MAX_OPERATIONS_PER_SECOND_PER_CALLER: perCaller(
    10_000,
    'operations that one caller may start within a second, as many at once as above',
    { unit: 'per second' },
  ),
  MAX_SUBSCRIPTIONS: count(20_000, 'subscriptions under way at once, over WebSocket and SSE together'),
  MAX_SUBSCRIPTIONS_PER_CALLER: perCaller(5000, 'subscriptions of one caller under way at once'),
  MAX_SUBSCRIPTION_BYTES: count(
    67_108_864,
    'documents and variables that subscriptions hold in memory; a document that several share counts once',
    { unit: 'bytes' },
  ),
  MAX_SUBSCRIPTION_BYTES_PER_CALLER: perCaller(16_777_216, 'the same of the subscriptions of one caller', {
    unit: 'bytes',
  }),
  MAX_CONNECTIONS: count(10_000, 'TCP connections at once, WebSockets included; one more is closed as it comes'),
  MAX_SOCKETS: count(5000, 'WebSocket connections at once'),
  MAX_SOCKETS_PER_CALLER: perCaller(1000, 'WebSocket connections of one caller at once'),
  MAX_OPERATIONS_PER_SOCKET: count(100, 'operations under way on one WebSocket, subscriptions included'),
  MAX_UNSENT_BYTES: count(
    1_048_576,
    'waiting to leave on one WebSocket; above it nothing more is read from, or made for, a client that does not read',
    { unit: 'bytes' },
  ),
  MAX_KEPT_BYTES: count(134_217_728, 'answers, and parts of answers, kept to be given again while nothing changes', {
    unit: 'bytes',
    off: '0: nothing is kept',
  }),
  OPERATION_TIMEOUT_MS: count(
    30_000,
    'queries and mutations answer TIMEOUT for what is not read by then; subscriptions have no end',
    { unit: 'ms', off: '0: none' },
  ),
  REQUEST_TIMEOUT_MS: count(30_000, 'for one request to come in as a whole, its headers within 10 s of it', {
    unit: 'ms',
    off: '0: none',
  }),
  IDLE_TIMEOUT_MS: count(
    120_000,
    'an HTTP connection on which nothing moves for so long is cut: its client does not read. At least 15000, and more than OPERATION_TIMEOUT_MS',
    { unit: 'ms', off: '0: none' },
  ),
  HEARTBEAT_MS: count(12_000, 'between pings on WebSockets; a peer that misses one is cut', {
    unit: 'ms',
    off: '0: none',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    type: 'URL',
    default: '',
    meaning: 'a collector that takes OTLP over HTTP, such as http://localhost:4318, to send traces to',
    off: 'unset: nothing is traced',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    type: 'number',
    default: '1',
    meaning: "of traces that begin here, the part that is kept, from 0 to 1; a caller's own trace says itself",
  },
  DRAIN_DELAY_MS: count(0, 'after SIGTERM, not ready but serving as before, for load balancers to look elsewhere', {
    unit: 'ms',
    max: 600_000,
    off: '0: not',
  }),
  DRAIN_SPREAD_MS: count(0, 'then, over which the streams are closed one after the other', {
    unit: 'ms',
    max: 600_000,
    off: '0: all at once',
  }),
  DRAIN_MS: count(10_000, 'then, for what is under way', { unit: 'ms', off: '0: cut at once' }),
  LOG_LEVEL: { type: logLevels.join(' | '), default: 'info', meaning: 'JSON lines on standard error', off: 'silent' },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** The table as text. */
export function settingsText(): string {
  const rows = Object.entries(settings).map(([name, setting]: [string, Setting]) => {
    const type = setting.unit === undefined ? setting.type : `${setting.type}, ${setting.unit}`;
    const standard = setting.default === '' ? '' : `default ${setting.default}`;
    const notes = [standard, setting.off ?? ''].filter((note) => note !== '').join('; ');
    return `  ${name}  (${type})\n      ${setting.meaning}${notes === '' ? '' : `\n      ${notes}`}`;
  });
  return `Settings, from the environment; an empty value is no value:\n\n${rows.join('\n')}`;
}
