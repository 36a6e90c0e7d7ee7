import { describe, expect, it } from '@jest/globals';
import { resourcesOf } from '../../../src/gateway/alb-state.js';
import { conditionsOf, currentCondition } from '../../../src/gateway/conditions.js';
import { provisioningOf } from '../../../src/gateway/provisioning.js';
import type { AlbResource, ConditionResource, GatewayResource } from '../../../src/gateway/resources.js';

const at = '2026-01-01T00:00:00Z';
const never = '1970-01-01T00:00:00Z';
const gatewayWith = (...conditions: ConditionResource[]): GatewayResource => ({
  metadata: { name: 'g', namespace: 'a', generation: 2 },
  spec: { gatewayClassName: 'exclusive-gateway', listeners: [] },
  status: { conditions },
});
const albWith = (status: unknown): AlbResource => ({
  metadata: { name: 'g-1', namespace: 'a' },
  spec: { config: { gateway: { mode: 'standalone', name: 'g' } } },
  status: status as NonNullable<AlbResource['status']>,
});
const stepsOf = (gateway: GatewayResource, alb: AlbResource) =>
  provisioningOf({ gateway, classType: 'STANDALONE', alb: { status: 'found', alb } });

describe('the evidence for a step', () => {
  it('is the warning of an ALB before its running deployment', () => {
    const deploy = { state: 'Running', reason: 'workload ready', probeTimeStr: at };
    const { phase, steps } = stepsOf(
      gatewayWith({ type: 'Accepted', status: 'Unknown', reason: 'Pending' }),
      albWith({ state: 'Warning', reason: 'tcp-80 is taken', detail: { deploy, address: { ipv4: ['1.1.1.1'] } } }),
    );
    expect(phase).toBe('FAILED');
    expect(steps.find(({ name }) => name === 'WORKLOAD_READY')).toMatchObject({
      state: 'FAILED',
      message: 'tcp-80 is taken',
    });
  });

  it('has no time where none was ever set', () => {
    const { steps } = stepsOf(
      gatewayWith({ type: 'Accepted', status: 'Unknown', reason: 'Pending', lastTransitionTime: never }),
      albWith({ state: 'Pending', probeTimeStr: null, detail: { deploy: { state: 'Pending', probeTimeStr: null } } }),
    );
    expect(steps.map(({ since }) => since)).toEqual([null, null, null, null, null]);
  });

  it('is the deployment where the ALB still waits for its address', () => {
    const { steps } = stepsOf(
      gatewayWith(),
      albWith({ state: 'Progressing', reason: 'wait lb svc ready', detail: { deploy: { state: 'Running' } } }),
    );
    expect(steps.find(({ name }) => name === 'WORKLOAD_READY')?.state).toBe('DONE');
  });
});

describe('a condition', () => {
  it.each([
    [undefined, true],
    [0, true],
    [1, false],
    [2, true],
    [3, true],
  ])('that observed generation %s of 2 counts: %s', (observedGeneration, counts) => {
    const condition = {
      type: 'Ready',
      status: 'True',
      ...(observedGeneration !== undefined && { observedGeneration }),
    };
    expect(currentCondition([condition], 'Ready', 2) !== undefined).toBe(counts);
  });

  it.each([undefined, '', 'soon'])('of time %s has a time that can be shown', (lastTransitionTime) => {
    const condition = { type: 'Ready', status: 'Odd', ...(lastTransitionTime !== undefined && { lastTransitionTime }) };
    expect(conditionsOf([condition])[0]).toMatchObject({ status: 'UNKNOWN', lastTransitionAt: new Date(0) });
  });
});

it('amounts written as bare numbers are shown as text', () => {
  const alb: AlbResource = { metadata: { name: 'x' }, spec: { config: { resources: { limits: { cpu: 2 } } } } };
  expect(resourcesOf(alb)).toEqual({ limits: { cpu: '2', memory: null }, requests: { cpu: null, memory: null } });
});
