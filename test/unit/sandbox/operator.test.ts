import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SandboxAdmin } from '../../../src/sandbox/admin.js';
import type { SandboxObject } from '../../../src/sandbox/json.js';
import { SimulatedOperator } from '../../../src/sandbox/operator.js';
import { Sandbox } from '../../../src/sandbox/sandbox.js';
import { FakeClock } from '../../harness/fake-clock.js';

const random = () => 0.5;

describe('the simulated operator', () => {
  let clock: FakeClock;
  let admin: SandboxAdmin;

  const albs = () => admin.list('ALB2', 'a1');
  const gateway = () => admin.get({ kind: 'Gateway', namespace: 'a1', name: 'g' });
  const conditions = () =>
    (gateway()?.['status']?.conditions ?? []).map(
      ({ type, status, reason }: Record<string, string>) => `${type}=${status}/${reason}`,
    );
  const createAlb = (name: string, gatewayName = 'g') =>
    admin.create({
      apiVersion: 'crd.alauda.io/v2beta1',
      kind: 'ALB2',
      metadata: { namespace: 'a1', name },
      spec: {
        type: 'nginx',
        config: { gateway: { mode: 'standalone', name: gatewayName }, vip: { enableLbSvc: false } },
      },
    });
  const createGateway = (labels?: Record<string, string>, className = 'exclusive-gateway'): SandboxObject =>
    admin.create({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { namespace: 'a1', name: 'g', ...(labels && { labels }) },
      spec: { gatewayClassName: className, listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    });

  beforeEach(() => {
    clock = new FakeClock();
    const sandbox = new Sandbox({ clock, random: Math.random });
    admin = sandbox.admin;
    admin.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a1' } });
    new SimulatedOperator(admin, { clock, random, requeueMs: 0 }).start();
  });

  it('brings a gateway up step by step', () => {
    createAlb('g-1');
    createGateway({ 'alb.cpaas.io/alb-ref': 'g-1' });
    clock.advance(10);
    expect(albs()[0]?.['status'].state).toBe('Progressing');
    expect(albs()[0]?.['spec'].config.vip.enableLbSvc).toBe(true);
    expect(conditions()).toEqual(['Accepted=Unknown/Pending']);
    clock.advance(1_600);
    expect(albs()[0]?.['status'].state).toBe('Pending');
    expect(conditions()).toEqual(['Accepted=True/Accepted', 'Ready=False/AddressNotAssigned']);
    clock.advance(1_600);
    expect(albs()[0]?.['status'].state).toBe('Running');
    expect(conditions()).toEqual(['Accepted=True/Accepted', 'Programmed=True/Programmed', 'Ready=True/Ready']);
    expect(gateway()?.['status'].addresses).toHaveLength(2);
  });

  it('makes an ALB itself for a Gateway that refers to none', () => {
    createGateway();
    clock.advance(10);
    expect(albs().map(({ metadata }) => metadata.name)).toEqual([expect.stringMatching(/^g-lb-.{5}$/)]);
    expect(gateway()?.metadata.labels?.['alb.cpaas.io/alb-ref']).toBe(albs()[0]?.metadata.name);
  });

  it('does nothing but complain about a reference to an ALB that is not there', () => {
    createGateway({ 'alb.cpaas.io/alb-ref': 'missing' });
    clock.advance(10);
    expect([albs(), gateway()?.['status']]).toEqual([[], undefined]);
    expect(admin.list('Event', 'a1').map((event) => event['reason'])).toEqual(['AlbNotFound']);
  });

  it('deletes every ALB of exactly that name some time after the Gateway, and late', () => {
    createAlb('g-1');
    createAlb('g-2', 'g/a1');
    createGateway({ 'alb.cpaas.io/alb-ref': 'g-1' });
    clock.advance(10);
    admin.delete({ kind: 'Gateway', namespace: 'a1', name: 'g' });
    clock.advance(100);
    createAlb('g-3');
    clock.advance(1_000);
    const going = () => albs().map(({ metadata }) => [metadata.name, metadata.deletionTimestamp !== undefined]);
    expect(going()).toEqual([
      ['g-1', true],
      ['g-2', false],
      ['g-3', true],
    ]);
    clock.advance(11_000);
    expect(going()).toEqual([['g-2', false]]);
  });

  it('deletes them too when the Gateway moves to another class', () => {
    createAlb('g-1');
    createGateway({ 'alb.cpaas.io/alb-ref': 'g-1' });
    clock.advance(10);
    admin.update({ kind: 'Gateway', namespace: 'a1', name: 'g' }, (object) => {
      object['spec'].gatewayClassName = 'other';
      return object;
    });
    clock.advance(12_000);
    expect(albs()).toEqual([]);
  });

  it('leaves Gateways of other classes alone', () => {
    createGateway(undefined, 'other');
    clock.advance(5_000);
    expect([albs(), gateway()?.['status']]).toEqual([[], undefined]);
  });
});
