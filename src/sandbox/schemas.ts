/** The part of a structural schema that the sandbox applies: pruning, defaults, types and bounds. */
export interface StructuralSchema {
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'boolean' | 'any';
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  /** The schema of every further member of an object. */
  readonly additional?: StructuralSchema;
  /** Keeps members that the schema does not name, at this level. */
  readonly preserveUnknown?: boolean;
  readonly required?: readonly string[];
  readonly items?: StructuralSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: RegExp;
  readonly enum?: readonly string[];
  readonly default?: unknown;
}

const any: StructuralSchema = { type: 'any' };
const string: StructuralSchema = { type: 'string' };
const boolean: StructuralSchema = { type: 'boolean' };
const integer: StructuralSchema = { type: 'integer', minimum: -(2 ** 63), maximum: 2 ** 63 };
const int32: StructuralSchema = { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
const open: StructuralSchema = { type: 'object', preserveUnknown: true };
const stringMap: StructuralSchema = { type: 'object', additional: string };
const list = (items: StructuralSchema, bounds: { minItems?: number; maxItems?: number } = {}): StructuralSchema => ({
  type: 'array',
  items,
  ...bounds,
});
const object = (properties: Record<string, StructuralSchema>, required: string[] = []): StructuralSchema => ({
  type: 'object',
  properties,
  required,
});
const all = (type: StructuralSchema, ...names: string[]) => Object.fromEntries(names.map((name) => [name, type]));

const hostnamePattern = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const sectionName: StructuralSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 253,
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
};
const ofCondition = ['type', 'status', 'reason', 'message', 'lastTransitionTime'];
const conditions = list(object({ ...all(string, ...ofCondition), observedGeneration: integer }, ofCondition));
const routeKind = object(
  {
    group: { type: 'string', maxLength: 253, default: 'gateway.networking.k8s.io' },
    kind: { type: 'string', minLength: 1, maxLength: 63 },
  },
  ['kind'],
);

const listener = object(
  {
    name: sectionName,
    hostname: { type: 'string', minLength: 1, maxLength: 253, pattern: hostnamePattern },
    port: { type: 'integer', minimum: 1, maximum: 65_535 },
    protocol: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      pattern:
        /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9]+$/,
    },
    tls: object({
      mode: { type: 'string', enum: ['Terminate', 'Passthrough'], default: 'Terminate' },
      certificateRefs: list(
        object(
          {
            group: { type: 'string', maxLength: 253, default: '' },
            kind: { type: 'string', minLength: 1, maxLength: 63, default: 'Secret' },
            name: { type: 'string', minLength: 1, maxLength: 253 },
            namespace: { type: 'string', minLength: 1, maxLength: 63 },
          },
          ['name'],
        ),
        { maxItems: 64 },
      ),
      frontendValidation: open,
      options: stringMap,
    }),
    allowedRoutes: {
      ...object({
        namespaces: {
          ...object({
            from: { type: 'string', enum: ['All', 'Selector', 'Same', 'None'], default: 'Same' },
            selector: open,
          }),
          default: { from: 'Same' },
        },
        kinds: list(routeKind, { maxItems: 8 }),
      }),
      default: { namespaces: { from: 'Same' } },
    },
  },
  ['name', 'port', 'protocol'],
);

export const gatewaySchema: StructuralSchema = object(
  {
    spec: object(
      {
        gatewayClassName: { type: 'string', minLength: 1, maxLength: 253 },
        listeners: list(listener, { minItems: 1, maxItems: 64 }),
        addresses: list(
          object({ type: { type: 'string', default: 'IPAddress' }, value: { type: 'string', maxLength: 253 } }),
          {
            maxItems: 16,
          },
        ),
        ...all(open, 'infrastructure', 'backendTLS', 'tls', 'allowedListeners'),
      },
      ['gatewayClassName', 'listeners'],
    ),
    status: object({
      addresses: list(object({ type: { type: 'string', default: 'IPAddress' }, value: string }, ['value'])),
      conditions,
      listeners: list(
        object({ name: sectionName, attachedRoutes: int32, supportedKinds: list(routeKind), conditions }, [
          'name',
          'attachedRoutes',
          'conditions',
        ]),
      ),
      attachedListenerSets: int32,
    }),
  },
  ['spec'],
);

export const gatewayClassSchema: StructuralSchema = object(
  {
    spec: object(
      {
        controllerName: { type: 'string', minLength: 1, maxLength: 253 },
        description: { type: 'string', maxLength: 64 },
        parametersRef: object(all(string, 'group', 'kind', 'name', 'namespace'), ['group', 'kind', 'name']),
      },
      ['controllerName'],
    ),
    status: object({ conditions, supportedFeatures: list(any) }),
  },
  ['spec'],
);

const amounts = object(all(string, 'cpu', 'memory'));
const resources = { limits: amounts, requests: amounts };

const albConfig: StructuralSchema = {
  ...object({
    ...all(
      string,
      'antiAffinityKey',
      'bindNIC',
      'defaultSSLCert',
      'defaultSSLStrategy',
      'enableCrossClusters',
      'enableGzip',
      'enableHTTP2',
      'enableIPV6',
      'enableIngress',
      'enablePortprobe',
      'enablePrometheus',
      'ingressController',
      'loadbalancerName',
      'loadbalancerType',
      'networkMode',
      'portProjects',
    ),
    ...all(
      integer,
      'backlog',
      'cleanMetricsInterval',
      'goMonitorPort',
      'ingressHTTPPort',
      'ingressHTTPSPort',
      'interval',
      'maxTermSeconds',
      'metricsPort',
      'reloadtimeout',
      'replicas',
      'resyncPeriod',
      'syncPolicyInterval',
      'workerLimit',
    ),
    ...all(
      boolean,
      'defaultIngressClass',
      'enableALb',
      'enableGoMonitor',
      'enablePortProject',
      'enableProfile',
      'ingressSSLRedirect',
      'policyZip',
      'readonlyFS',
    ),
    ...all(open, 'auth', 'modsecurity', 'otel', 'overwrite', 'timeout'),
    gateway: object({ enable: boolean, mode: string, name: string }),
    nodeSelector: stringMap,
    projects: list(string),
    resources: object({ ...resources, alb: object(resources) }),
    vip: object({
      ...all(boolean, 'allocateLoadBalancerNodePorts', 'enableLbSvc'),
      lbSvcAnnotations: stringMap,
      lbSvcIpFamilyPolicy: string,
    }),
  }),
  preserveUnknown: true,
};

export const albSchema: StructuralSchema = object({
  spec: object({ address: string, config: albConfig, type: { type: 'string', enum: ['nginx'] } }),
  status: object({
    ...all(string, 'state', 'reason', 'probeTimeStr'),
    probeTime: integer,
    detail: object({
      address: object({ ...all(list(string), 'ipv4', 'ipv6', 'host'), msg: string, ok: boolean }),
      alb: object({ portstatus: { type: 'object', additional: open } }),
      deploy: object(all(string, 'state', 'reason', 'probeTimeStr')),
      version: object(all(string, 'version', 'imagePatch')),
    }),
  }),
});
