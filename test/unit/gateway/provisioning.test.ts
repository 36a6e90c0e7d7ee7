import { describe, expect, it } from '@jest/globals';
import { AlbError } from '../../../src/errors.js';
import { type ProvisioningFacts, provisioningOf } from '../../../src/gateway/provisioning.js';
import type { AlbLookup } from '../../../src/gateway/relations.js';
import type { AlbResource, ConditionResource, GatewayResource } from '../../../src/gateway/resources.js';

const condition = (type: string, status: string, reason = type, observedGeneration = 2): ConditionResource => ({
  type,
  status,
  reason,
  message: '',
  observedGeneration,
  lastTransitionTime: '2026-01-01T00:00:00Z',
});
const gateway = (
  conditions: ConditionResource[],
  extra: { deleted?: boolean; addresses?: { value: string }[] } = {},
): GatewayResource => ({
  metadata: {
    name: 'g',
    namespace: 'a1',
    generation: 2,
    ...(extra.deleted && { deletionTimestamp: '2026-01-01T00:00:00Z' }),
  },
  spec: { gatewayClassName: 'c', listeners: [] },
  status: { conditions, addresses: extra.addresses ?? null },
});
const alb = (state: string | undefined, ipv4: string[] = [], deploy?: string): AlbLookup => ({
  status: 'found',
  alb: {
    metadata: { name: 'alb', namespace: 'a1', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { config: { gateway: { mode: 'standalone', name: 'g' } } },
    status:
      state === undefined
        ? null
        : { state, detail: { address: { ipv4 }, ...(deploy && { deploy: { state: deploy } }) } },
  } as AlbResource,
});
const standalone = (of: GatewayResource, lookup: AlbLookup): ProvisioningFacts => ({
  gateway: of,
  classType: 'STANDALONE',
  alb: lookup,
});
const shape = (facts: ProvisioningFacts) => {
  const { phase, percent, steps } = provisioningOf(facts);
  return [phase, percent, steps.map(({ state }) => state[0]).join('')];
};
const accepted = condition('Accepted', 'True');
const pending = condition('Accepted', 'Unknown', 'Pending');
const unassigned = condition('Ready', 'False', 'AddressNotAssigned');

describe('a standalone gateway', () => {
  it.each<[string, ProvisioningFacts, unknown[]]>([
    ['without an ALB', standalone(gateway([]), { status: 'none' }), ['PENDING', 0, 'AWWWW']],
    ['whose ALB is there, without status', standalone(gateway([]), alb(undefined)), ['PROGRESSING', 20, 'DAWWW']],
    ['while the workload starts', standalone(gateway([pending]), alb('Progressing')), ['PROGRESSING', 20, 'DAWWW']],
    [
      'whose workload runs, but no address came',
      standalone(gateway([accepted, unassigned]), alb('Pending', [], 'Running')),
      ['PROGRESSING', 60, 'DDDAW'],
    ],
    [
      'with an address, not programmed',
      standalone(gateway([accepted]), alb('Running', ['1.1.1.1'])),
      ['PROGRESSING', 80, 'DDDDA'],
    ],
    [
      'ready as this back end says it',
      standalone(gateway([accepted, condition('Ready', 'True')]), alb('Running', ['1.1.1.1'])),
      ['READY', 100, 'DDDDD'],
    ],
    [
      'ready as a conformant one says it',
      standalone(gateway([accepted, condition('Programmed', 'True')]), alb('Running', ['1.1.1.1'])),
      ['READY', 100, 'DDDDD'],
    ],
    [
      'whose conditions are of an older generation',
      standalone(gateway([condition('Accepted', 'True', 'Accepted', 1)]), alb('Running', ['1.1.1.1'])),
      ['PROGRESSING', 60, 'DADDW'],
    ],
    [
      'that was refused',
      standalone(gateway([condition('Accepted', 'False', 'InvalidParameters')]), alb('Running', ['1.1.1.1'])),
      ['FAILED', 60, 'DFDDW'],
    ],
    ['whose ALB reports a warning', standalone(gateway([accepted]), alb('Warning')), ['FAILED', 40, 'DDFWW']],
    [
      'being deleted',
      standalone(gateway([accepted], { deleted: true }), alb('Running', ['1.1.1.1'])),
      ['DELETING', 80, 'DDDDA'],
    ],
  ])('%s', (_what, facts, expected) => {
    expect(shape(facts)).toEqual(expected);
  });
});

describe('other gateways', () => {
  it('of a shared class have no ALB of their own to wait for', () => {
    const facts: ProvisioningFacts = {
      gateway: gateway([accepted, condition('Ready', 'True')]),
      classType: 'SHARED',
      alb: alb('Running', ['1.1.1.1']),
    };
    expect(provisioningOf(facts).steps.map(({ name }) => name)).toEqual([
      'GATEWAY_ACCEPTED',
      'ADDRESS_ALLOCATED',
      'PROGRAMMED',
    ]);
  });

  it('of another controller are told by their status alone', () => {
    const of = gateway([accepted, condition('Programmed', 'True')], { addresses: [{ value: '1.1.1.1' }] });
    expect(shape({ gateway: of, classType: 'OTHER', alb: { status: 'none' } })).toEqual(['READY', 100, 'DDD']);
  });

  it('whose ALB the caller may not read give nothing of it away', () => {
    const denied: AlbLookup = { status: 'denied', error: new AlbError('FORBIDDEN', 'no') };
    const { steps } = provisioningOf(standalone(gateway([accepted]), denied));
    expect(steps.map(({ name }) => name)).toEqual(['GATEWAY_ACCEPTED', 'ADDRESS_ALLOCATED', 'PROGRAMMED']);
  });
});
