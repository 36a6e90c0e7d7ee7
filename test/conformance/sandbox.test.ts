import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/clock.js';
import { type ListeningSandbox, listenSandbox } from '../../src/sandbox/listen.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { KubeApi } from '../harness/kube-api.js';
import { clauses } from './clauses.js';

describe('the sandbox keeps the clauses of the Kubernetes API', () => {
  let listening: ListeningSandbox;
  let api: KubeApi;

  beforeAll(async () => {
    listening = await listenSandbox(new Sandbox({ clock: systemClock, random: Math.random }));
    api = new KubeApi(listening.url, undefined);
  });

  afterAll(async () => {
    await api.close();
    await listening.close();
  });

  it.each(clauses.map((clause) => [clause.id, clause.says, clause] as const))('%s: %s', async (id, _says, clause) => {
    const namespace = `c-${id}`;
    const { status } = await api.post('/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    expect(status).toBe(201);
    await clause.run({ api, namespace });
  });
});
