import { describe, expect, it } from '@jest/globals';
import type { GatewayResource, ListenerResource } from '../../../src/gateway/resources.js';
import { applyAlbSettings } from '../../../src/gateway/writes/apply-alb-settings.js';
import { applyListeners } from '../../../src/gateway/writes/apply-listeners.js';
import { planAlb, planGateway } from '../../../src/gateway/writes/plan-update.js';

const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };

describe('listeners', () => {
  const live = [
    {
      name: 'a',
      port: 80,
      protocol: 'HTTP',
      hostname: 'a.com',
      future: { x: 1 },
      allowedRoutes: {
        namespaces: { from: 'Selector', selector: { matchLabels: { a: 'b' } } },
        kinds: [{ kind: 'HTTPRoute' }],
      },
    },
    { name: 'b', port: 81, protocol: 'HTTP' },
  ] as ListenerResource[];

  it('lend what is left out, known to the schema or not, and go when they are not named', () => {
    expect(applyListeners([{ name: 'a', port: 8080, protocol: 'HTTP' }], live)).toEqual([{ ...live[0], port: 8080 }]);
  });

  it('lose what is null', () => {
    const [listener] = applyListeners(
      [{ name: 'a', port: 80, protocol: 'HTTP', hostname: null, allowedRoutes: null }],
      live,
    );
    expect(listener).toEqual({ name: 'a', port: 80, protocol: 'HTTP', future: { x: 1 } });
  });

  it('drop the selector when the form that wanted it goes, and keep the rest', () => {
    const [listener] = applyListeners(
      [{ name: 'a', port: 80, protocol: 'HTTP', allowedRoutes: { from: 'ALL' } }],
      live,
    );
    expect(listener?.allowedRoutes).toEqual({ namespaces: { from: 'All' }, kinds: [{ kind: 'HTTPRoute' }] });
  });

  it('are written bare when they are new', () => {
    const tls = { mode: 'TERMINATE', certificateRefs: [{ name: 'c', group: '', kind: 'Secret' }] } as const;
    expect(applyListeners([{ name: 'n', port: 443, protocol: 'HTTPS', tls }], [])).toEqual([
      { name: 'n', port: 443, protocol: 'HTTPS', tls: { mode: 'Terminate', certificateRefs: [{ name: 'c' }] } },
    ]);
  });
});

describe('ALB settings', () => {
  const spec = {
    type: 'nginx',
    address: '1.1.1.1',
    config: {
      replicas: 2,
      unknown: { deep: true },
      resources: { alb: { limits: { cpu: '9' } }, limits: { cpu: '1', memory: '1Gi' } },
      vip: { enableLbSvc: true, lbSvcAnnotations: { a: 'b' } },
    },
  };

  it('change only what is named', () => {
    const changed = applyAlbSettings(spec, { resources: { limits: { cpu: '2' } } });
    expect(changed).toEqual({
      ...spec,
      config: { ...spec.config, resources: { ...spec.config.resources, limits: { cpu: '2', memory: '1Gi' } } },
    });
  });

  it('are no change where what is to go is not there', () => {
    const bare = { type: 'nginx', config: { gateway: { mode: 'standalone', name: 'g' } } };
    const nothing = { addresses: null, replicas: null, lbSvcAnnotations: null, resources: { limits: { cpu: null } } };
    expect(applyAlbSettings(bare, nothing)).toEqual(bare);
    expect(applyAlbSettings(bare, { addresses: [], resources: null })).toEqual(bare);
  });

  it('go with null', () => {
    const changed = applyAlbSettings(spec, {
      addresses: null,
      replicas: null,
      lbSvcAnnotations: null,
      resources: { limits: { memory: null } },
    });
    expect(changed).toEqual({
      type: 'nginx',
      config: {
        unknown: { deep: true },
        resources: { alb: { limits: { cpu: '9' } }, limits: { cpu: '1' } },
        vip: { enableLbSvc: true },
      },
    });
  });

  it('take an empty list of addresses for none', () => {
    expect(applyAlbSettings(spec, { addresses: [] })).not.toHaveProperty('address');
  });
});

describe('a plan', () => {
  const listeners = [
    { name: 'a', port: 80, protocol: 'HTTP', hostname: 'a.com' },
    { name: 'b', port: 80, protocol: 'HTTP', hostname: 'b.com' },
  ];
  const gateway: GatewayResource = {
    metadata: { name: 'g', namespace: 'a1' },
    spec: { gatewayClassName: 'c', listeners },
  };
  const update = (changed: { name: string; port: number; protocol: string; hostname?: string }[]) =>
    planGateway(gateway, { namespace: 'a1', name: 'g', listeners: changed }, settings);
  const bare = listeners.map(({ name, port, protocol }) => ({ name, port, protocol }));

  it('lets listeners keep the host names that tell them apart', () => {
    expect(update(bare).spec.listeners).toEqual(listeners);
  });

  it('refuses listeners that fall together once merged', () => {
    expect(() =>
      update([{ ...listeners[0], hostname: 'b.com' } as (typeof listeners)[0], bare[1] as (typeof bare)[0]]),
    ).toThrow('same port, protocol and host name');
  });

  it('refuses requests above the limits that are there', () => {
    const alb = { metadata: { name: 'x' }, spec: { config: { resources: { limits: { cpu: '200m' } } } } };
    expect(() => planAlb(alb, { resources: { requests: { cpu: '500m' } } })).toThrow('above the limit 200m');
  });
});

describe('labels of a Gateway', () => {
  const gateway: GatewayResource = {
    metadata: {
      name: 'g',
      namespace: 'a1',
      labels: { 'alb.cpaas.io/alb-ref': 'g-1', 'gatewayclass.cpaas.io/x': 'y', team: 'old' },
    },
    spec: { gatewayClassName: 'c', listeners: [] },
  };
  const planned = (labels: Record<string, string> | null) =>
    planGateway(gateway, { namespace: 'a1', name: 'g', labels }, settings).metadata.labels;

  it('are the whole map, but for those that the back end lives by', () => {
    expect(planned({ team: 'new' })).toEqual({
      'alb.cpaas.io/alb-ref': 'g-1',
      'gatewayclass.cpaas.io/x': 'y',
      team: 'new',
    });
    expect(planned(null)).toEqual({ 'alb.cpaas.io/alb-ref': 'g-1', 'gatewayclass.cpaas.io/x': 'y' });
    expect(planned({ 'alb.cpaas.io/alb-ref': 'g-1' })).toEqual({
      'alb.cpaas.io/alb-ref': 'g-1',
      'gatewayclass.cpaas.io/x': 'y',
    });
  });

  it('cannot redirect or invent them', () => {
    expect(() => planned({ 'alb.cpaas.io/alb-ref': 'other' })).toThrow('ties the gateway');
    expect(() => planned({ 'gatewayclass.cpaas.io/new': 'x' })).toThrow('ties the gateway');
  });
});
