import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { clauses } from './clauses.js';

describe('the sandbox keeps the clauses of the Kubernetes API', () => {
  let opened: OpenedSandbox;

  beforeAll(async () => {
    opened = await openSandbox();
  });

  afterAll(async () => {
    await opened.close();
  });

  it.each(clauses.map((clause) => [clause.id, clause.says, clause] as const))('%s: %s', async (id, _says, clause) => {
    const { api } = opened;
    const namespace = `c-${id}`;
    const { status } = await api.post('/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    expect(status).toBe(201);
    await clause.run({ api, namespace, expireHistory: async () => opened.sandbox.compact() });
  });
});
