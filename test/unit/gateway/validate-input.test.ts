import { describe, expect, it } from '@jest/globals';
import type { CreateGatewayInput, ListenerInput, UpdateGatewayInput } from '../../../src/gateway/writes/input.js';
import { createFaults, updateFaults } from '../../../src/gateway/writes/validate-input.js';

const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };
const http: ListenerInput = { name: 'http', port: 80, protocol: 'HTTP' };
const cert = { mode: 'TERMINATE', certificateRefs: [{ name: 'c' }] } as const;
const paths = (input: Partial<CreateGatewayInput>) =>
  createFaults({ namespace: 'a1', name: 'g', listeners: [http], ...input }, settings).map(({ path }) =>
    path.slice(1).join('.'),
  );

describe('a create', () => {
  it.each<[string, Partial<CreateGatewayInput>]>([
    [
      'the page’s example',
      {
        listeners: [{ ...http, port: 8234, hostname: 'a.com', allowedRoutes: { from: 'ALL' } }],
        alb: { lbSvcAnnotations: { a: 'b' } },
      },
    ],
    [
      'a wildcard with a certificate',
      { listeners: [{ name: 's', port: 443, protocol: 'HTTPS', hostname: '*.a.com', tls: cert }] },
    ],
    ['TLS passed through', { listeners: [{ name: 's', port: 443, protocol: 'TLS', tls: { mode: 'PASSTHROUGH' } }] }],
    [
      'one port, two host names',
      {
        listeners: [
          { ...http, hostname: 'a.com' },
          { ...http, name: 'b', hostname: 'b.com' },
        ],
      },
    ],
    [
      'addresses and amounts',
      { alb: { addresses: ['::1', ' a.com '], resources: { limits: { cpu: '1' }, requests: { cpu: '1000m' } } } },
    ],
  ])('%s is legal', (_what, input) => {
    expect(paths(input)).toEqual([]);
  });

  it.each<[string, Partial<CreateGatewayInput>, string[]]>([
    ['names', { namespace: 'A', name: 'b_' }, ['namespace', 'name']],
    ['no listeners', { listeners: [] }, ['listeners']],
    ['ports', { listeners: [{ ...http, port: 65_536 }] }, ['listeners.0.port']],
    ['a repeated name', { listeners: [http, { ...http, port: 81 }] }, ['listeners.1.name']],
    ['a repeated place', { listeners: [http, { ...http, name: 'b' }] }, ['listeners.1.port']],
    ['a host name on TCP', { listeners: [{ ...http, protocol: 'TCP', hostname: 'a.com' }] }, ['listeners.0.hostname']],
    ['TLS on HTTP', { listeners: [{ ...http, tls: cert }] }, ['listeners.0.tls']],
    ['HTTPS without TLS', { listeners: [{ ...http, protocol: 'HTTPS' }] }, ['listeners.0.tls']],
    [
      'TLS without a certificate',
      { listeners: [{ ...http, protocol: 'HTTPS', tls: {} }] },
      ['listeners.0.tls.certificateRefs'],
    ],
    [
      'a mode newer than this server',
      { listeners: [{ ...http, protocol: 'TLS', tls: { ...cert, mode: 'OTHER' } }] },
      ['listeners.0.tls.mode'],
    ],
    [
      'a form newer than this server',
      { listeners: [{ ...http, allowedRoutes: { from: 'OTHER' } }] },
      ['listeners.0.allowedRoutes.from'],
    ],
    [
      'SELECTOR without a selector',
      { listeners: [{ ...http, allowedRoutes: { from: 'SELECTOR' } }] },
      ['listeners.0.allowedRoutes.selector'],
    ],
    [
      'a selector that is none',
      { listeners: [{ ...http, allowedRoutes: { from: 'SELECTOR', selector: { a: 1 } } }] },
      ['listeners.0.allowedRoutes.selector'],
    ],
    ['alb-ref', { labels: { 'alb.cpaas.io/alb-ref': 'x' } }, ['labels.alb.cpaas.io/alb-ref']],
    ['label values', { labels: { a: 'b c' } }, ['labels.a']],
    [
      'requests above limits',
      { alb: { resources: { limits: { cpu: '1' }, requests: { cpu: '2' } } } },
      ['alb.resources.requests.cpu'],
    ],
    [
      'requests above the default limits',
      { alb: { resources: { requests: { cpu: '500m' } } } },
      ['alb.resources.requests.cpu'],
    ],
    ['an empty host name', { listeners: [{ ...http, hostname: '' }] }, ['listeners.0.hostname']],
    [
      'a selector of the wrong shape',
      { listeners: [{ ...http, allowedRoutes: { from: 'SELECTOR', selector: { matchLabels: 5 } } }] },
      ['listeners.0.allowedRoutes.selector'],
    ],
    ['replicas', { alb: { replicas: 0 } }, ['alb.replicas']],
  ])('%s: the fault is named', (_what, input, expected) => {
    expect(paths(input)).toEqual(expected);
  });
});

it.each<[Partial<UpdateGatewayInput>, string[]]>([
  [{ listeners: null }, ['listeners']],
  [{ alb: null }, ['alb']],
  [{ listeners: [{ name: 's', port: 443, protocol: 'HTTPS' }] }, []],
  [{ alb: { replicas: null, addresses: null } }, []],
])('an update with %j is at fault in %j', (input, expected) => {
  const faults = updateFaults({ namespace: 'a1', name: 'g', ...input });
  expect(faults.map(({ path }) => path.slice(1).join('.'))).toEqual(expected);
});
