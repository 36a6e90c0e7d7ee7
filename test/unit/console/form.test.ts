import { describe, expect, it } from '@jest/globals';
import { faultsAt, localFaults } from '../../../src/console/form/faults.js';
import { type FormState, newForm, newListener, openedFrom } from '../../../src/console/form/form-state.js';
import { createInputFrom, updateInputFrom } from '../../../src/console/form/input-from-form.js';
import { differences, merge } from '../../../src/console/form/merge.js';

const texts = { wholeNumber: 'number', notJson: 'json', keyMissing: 'missing', keyTwice: 'twice' };

const gateway: Parameters<typeof openedFrom>[0] = {
  id: 'x',
  cluster: 'c',
  namespace: 'a1',
  name: 'g1',
  generation: 3,
  labels: { team: 'a' },
  annotations: {},
  gatewayClassName: 'exclusive-gateway',
  gatewayClass: { type: 'STANDALONE' },
  listeners: [
    {
      name: 'https',
      port: 443,
      protocol: 'HTTPS',
      hostname: 'a.com',
      tls: {
        mode: 'TERMINATE',
        certificateRefs: [{ namespace: 'a1', name: 'tls', group: 'certs.example.com', kind: 'Certificate' }],
      },
      allowedRoutes: { from: 'ALL', selector: null },
    },
  ],
  alb: {
    generation: 5,
    gatewayMode: 'STANDALONE',
    manualAddresses: ['10.0.0.8'],
    lbSvcAnnotations: { a: 'b' },
    replicas: 2,
    resources: { limits: { cpu: '1', memory: null }, requests: { cpu: null, memory: null } },
  },
};
const opened = openedFrom(gateway);
const { form } = opened;
const [https = newListener] = form.listeners;

function changed(change: Partial<FormState>): FormState {
  return { ...form, ...change };
}

describe('a new gateway', () => {
  it('says what was filled in, and leaves the rest to the defaults', () => {
    expect(createInputFrom({ ...newForm, namespace: 'a1', name: 'g1' }, '')).toEqual({
      namespace: 'a1',
      name: 'g1',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { from: 'SAME', selector: null } }],
    });
  });

  it('says its certificates, in its own namespace and in others', () => {
    const listener = {
      ...newListener,
      protocol: 'HTTPS',
      tlsMode: 'TERMINATE',
      certificates: 'mine, other/theirs',
    } as const;
    expect(createInputFrom({ ...newForm, listeners: [listener] }, 'c').listeners[0]?.tls).toEqual({
      mode: 'TERMINATE',
      certificateRefs: [{ name: 'mine' }, { name: 'theirs', namespace: 'other' }],
    });
  });
});

describe('what ties a gateway to its load balancer', () => {
  const labels = { team: 'a', 'alb.example.com/alb-ref': 'g1-12334', 'gatewayclass.example.com/type': 'standalone' };
  const tied = openedFrom({ ...gateway, labels });

  it('is fixed, as the server keeps it whatever is asked', () => {
    const fixed = tied.form.labels.filter((pair) => pair.fixed).map(({ key }) => key);
    expect(fixed).toEqual(['alb.example.com/alb-ref', 'gatewayclass.example.com/type']);
  });

  it('is sent back as it was beside what changed', () => {
    const form = { ...tied.form, labels: tied.form.labels.slice(1) };
    expect(updateInputFrom(tied, form).labels).toEqual({
      'alb.example.com/alb-ref': 'g1-12334',
      'gatewayclass.example.com/type': 'standalone',
    });
  });
});

describe('a changed gateway', () => {
  it('says nothing but where it is and what was seen, when nothing changed', () => {
    expect(updateInputFrom(opened, form)).toEqual({ cluster: 'c', namespace: 'a1', name: 'g1', generation: 3 });
  });

  it('says only what changed of a listener, and all listeners that are to stay', () => {
    const listeners = [{ ...https, hostname: '' }, newListener];
    expect(updateInputFrom(opened, changed({ listeners })).listeners).toEqual([
      { name: 'https', port: 443, protocol: 'HTTPS', hostname: null },
      { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { from: 'SAME', selector: null } },
    ]);
  });

  it('sends back the kind of a reference that it has no field for', () => {
    const listeners = [{ ...https, certificates: `${https.certificates}, more` }];
    expect(updateInputFrom(opened, changed({ listeners })).listeners?.[0]?.tls).toEqual({
      mode: 'TERMINATE',
      certificateRefs: [
        { namespace: 'a1', name: 'tls', group: 'certs.example.com', kind: 'Certificate' },
        { name: 'more' },
      ],
    });
  });

  it('asks for the ALB as it was seen only when the ALB is to change, and empties with null', () => {
    const alb = form.alb && { ...form.alb, replicas: '', limits: { cpu: '', memory: '1Gi' } };
    expect(updateInputFrom(opened, changed({ alb }))).toMatchObject({
      albGeneration: 5,
      alb: { replicas: null, resources: { limits: { cpu: null, memory: '1Gi' } } },
    });
    expect(updateInputFrom(opened, changed({ labels: [] }))).not.toHaveProperty('albGeneration');
  });

  it('has no ALB of its own where its class shares one', () => {
    const shared = openedFrom({ ...gateway, alb: gateway.alb && { ...gateway.alb, gatewayMode: 'SHARED' } });
    expect(shared.form.alb).toBeUndefined();
  });
});

describe('what could not be sent', () => {
  it('is found in the page, at its field', () => {
    const faults = localFaults(
      {
        ...newForm,
        listeners: [{ ...newListener, port: '80x', selector: '{' }],
        labels: [
          { key: 'a', value: '' },
          { key: 'a', value: '' },
          { key: '', value: 'b' },
        ],
        alb: form.alb && { ...form.alb, replicas: '-1' },
      },
      texts,
    );
    expect(faults).toEqual([
      { path: ['input', 'listeners', 0, 'port'], message: 'number' },
      { path: ['input', 'listeners', 0, 'allowedRoutes', 'selector'], message: 'json' },
      { path: ['input', 'labels', 'a'], message: 'twice' },
      { path: ['input', 'labels', ''], message: 'missing' },
      { path: ['input', 'alb', 'replicas'], message: 'number' },
    ]);
  });

  it('is nothing in a form that has just been opened', () => {
    expect(localFaults(form, texts)).toEqual([]);
    expect(localFaults(newForm, texts)).toEqual([]);
  });
});

describe('faults at a field', () => {
  const faults = [
    { path: ['input', 'listeners', 0, 'tls', 'certificateRefs', 1, 'name'], message: 'inside' },
    { path: ['input', 'listeners', 0, 'tls', 'certificateRefs'], message: 'itself' },
    { path: ['input', 'listeners', 1, 'tls', 'certificateRefs'], message: 'another' },
  ];
  const path = ['input', 'listeners', 0, 'tls', 'certificateRefs'];

  it('are its own, or with those inside it', () => {
    expect(faultsAt(faults, path).map(({ message }) => message)).toEqual(['itself']);
    expect(faultsAt(faults, path, true).map(({ message }) => message)).toEqual(['inside', 'itself']);
  });
});

describe('two people who change one gateway', () => {
  const theirs = changed({ labels: [{ key: 'team', value: 'theirs' }], listeners: [https, newListener] });
  const mine = changed({ listeners: [{ ...https, hostname: 'mine.com' }] });

  it('are compared part by part', () => {
    expect(differences(form, theirs, mine).map(({ part }) => part)).toEqual([
      'labels',
      'listeners https',
      'listeners http',
    ]);
  });

  it('both have their changes in what is kept', () => {
    expect(merge(form, theirs, mine)).toEqual(
      changed({ labels: theirs.labels, listeners: [{ ...https, hostname: 'mine.com' }, newListener] }),
    );
  });

  it('lose nothing to each other: mine stands where both changed the same part', () => {
    const alsoMine = changed({ labels: [{ key: 'team', value: 'mine' }] });
    expect(merge(form, theirs, alsoMine).labels).toEqual(alsoMine.labels);
  });

  it('drop what one of them removed and the other left alone', () => {
    const removed = changed({ listeners: [newListener] });
    expect(merge(form, removed, changed({ labels: [] })).listeners).toEqual([newListener]);
    expect(merge(form, changed({ labels: [] }), removed).listeners).toEqual([newListener]);
  });
});
