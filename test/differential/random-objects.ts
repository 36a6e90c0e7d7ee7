import { absentName, classNames, filledNamespaces, objectNames } from './kinds.js';
import type { Random } from './random.js';

const standalone = { 'gatewayclass.cpaas.io/deploy': 'cpaas.io', 'gatewayclass.cpaas.io/type': 'standalone' };
const shared = { 'gatewayclass.cpaas.io/deploy': 'cpaas.io', 'gatewayclass.cpaas.io/type': 'shared' };
const at = '2026-01-01T00:00:00Z';
const plainAddresses = ['10.0.0.1', '10.0.0.2', 'fe80::1', '2001:DB8::0:1', 'shop.example.com'];

/** An object, and the status that its operator gives it. */
export interface RandomObject {
  readonly metadata: Record<string, unknown>;
  readonly spec: Record<string, unknown>;
  readonly status?: Record<string, unknown> | undefined;
}

function metadataOf(random: Random, word: string, labels: Record<string, string> = {}) {
  return {
    labels: {
      word,
      ...(random.chance(0.6) && { team: random.pick(['red', 'blue', 'green']) }),
      ...(random.chance(0.4) && { tier: random.pick(['1', '2', '3']) }),
      ...labels,
    },
    annotations: { word },
  };
}

/** A condition as a controller of one of the two habits writes it. */
function conditionsOf(random: Random, word: string) {
  const condition = (type: string) => ({
    type,
    status: random.pick(['True', 'True', 'False', 'Unknown']),
    reason: random.pick(['Accepted', 'Pending', 'AddressNotAssigned', 'Invalid']),
    message: word,
    lastTransitionTime: at,
  });
  return random.some(['Accepted', 'Programmed', 'Ready']).map(condition);
}

/** `word` stands in all that the API server lets stand in it. */
export function randomGateway(random: Random, word: string): RandomObject {
  const albRef = random.chance(0.5) && { 'alb.cpaas.io/alb-ref': random.pick([...objectNames, absentName]) };
  const listeners = random.sample([80, 443, 8080], 1 + random.below(3)).map((port) => {
    const protocol = random.pick(['HTTP', 'HTTP', 'TCP']);
    const hostname = random.pick([undefined, `${word}.example.org`, '*.example.org', 'shop.example.org']);
    return { name: `l${port}`, port, protocol, ...(hostname && protocol === 'HTTP' && { hostname }) };
  });
  const addresses = random.sample(['10.9.0.1', `${word}.status.example.com`], random.below(3)).map((value) => ({
    type: value.startsWith('10.') ? 'IPAddress' : 'Hostname',
    value,
  }));
  return {
    metadata: metadataOf(random, word, albRef || {}),
    spec: { gatewayClassName: random.pick([...classNames, 'exclusive-gateway', absentName]), listeners },
    status: random.chance(0.7) ? { addresses, conditions: conditionsOf(random, word) } : undefined,
  };
}

export function randomAlb(random: Random, word: string): RandomObject {
  const addresses = random.sample([...plainAddresses, `${word}.manual.example.com`], random.below(3));
  const named = random.pick([...objectNames, ...objectNames, absentName]);
  const name = random.pick([named, named, `${named}/${random.pick(filledNamespaces)}`, undefined]);
  const mode = random.pick(['standalone', 'standalone', 'shared', undefined]);
  const gateway = mode && { gateway: { mode, ...(name !== undefined && { name }) } };
  const host = random.sample([`${word}.lb.example.com`, 'shop.example.com'], random.below(3));
  return {
    metadata: {
      ...metadataOf(random, word),
      ...(random.chance(0.1) && { finalizers: ['test.example.com/held'] }),
    },
    spec: {
      type: 'nginx',
      ...(addresses.length > 0 && { address: addresses.join(random.pick([',', ', '])) }),
      config: {
        ...gateway,
        replicas: 1 + random.below(3),
        vip: { enableLbSvc: random.chance(0.5), lbSvcAnnotations: { word } },
      },
    },
    status: random.chance(0.8)
      ? {
          state: random.pick(['Running', 'Running', 'Progressing', 'Pending', 'Warning', 'Odd']),
          reason: word,
          detail: {
            address: {
              ipv4: random.sample(['10.0.0.1', '10.1.1.1'], random.below(3)),
              ipv6: [],
              host,
              msg: '',
              ok: true,
            },
            deploy: { state: random.pick(['Running', 'Progressing']), reason: word, probeTimeStr: at },
            version: { version: 'v3.14.1', imagePatch: 'not patch' },
          },
        }
      : undefined,
  };
}

export function randomClass(random: Random, word: string, name: string): RandomObject {
  const labels = name === 'exclusive-gateway' ? standalone : name === 'other' ? {} : shared;
  const namespace = random.pick(filledNamespaces);
  const ref = { group: 'crd.alauda.io', kind: 'ALB2', namespace, name: random.pick([...objectNames, absentName]) };
  const referring = name.startsWith('shared') ? random.chance(0.9) : random.chance(0.3);
  return {
    metadata: metadataOf(random, word, random.chance(0.95) ? labels : {}),
    spec: {
      controllerName: 'example.com/controller',
      description: word,
      ...(referring && { parametersRef: ref }),
    },
    status: random.chance(0.5) ? { conditions: conditionsOf(random, word).slice(0, 1) } : undefined,
  };
}
