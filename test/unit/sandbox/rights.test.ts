import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { defaultTokens } from '../../../src/sandbox/users.js';
import { createNamespace } from '../../harness/control-plane-setup.js';
import { type OpenedSandbox, openSandbox } from '../../harness/open-sandbox.js';

const gateways = (namespace: string) => `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/gateways`;

describe('rights in the sandbox', () => {
  let opened: OpenedSandbox;
  const status = async (token: string, path: string) => (await opened.api.get(path, { token })).status;

  beforeEach(async () => {
    opened = await openSandbox({ tokens: defaultTokens });
    for (const namespace of ['a1', 'a2']) await createNamespace(opened.api, namespace);
  });

  afterEach(() => opened.close());

  it.each([
    ['nobody-token', '', 401],
    ['alice-token', gateways('a1'), 200],
    ['alice-token', gateways('a2'), 403],
    ['alice-token', '/apis/gateway.networking.k8s.io/v1/gateways', 403],
    ['alice-token', '/apis/gateway.networking.k8s.io/v1/gatewayclasses', 200],
    ['viewer-token', '/apis/gateway.networking.k8s.io/v1/gateways', 200],
    ['bob-token', gateways('a1'), 403],
  ])('%s asking for %s meets %d', async (token, path, expected) => {
    expect(await status(token, path || gateways('a1'))).toBe(expected);
  });

  it('refuse in the words of Kubernetes', async () => {
    const { body } = await opened.api.get(`${gateways('a2')}/x`, { token: 'alice-token' });
    expect(body).toMatchObject({
      kind: 'Status',
      status: 'Failure',
      reason: 'Forbidden',
      code: 403,
      message:
        'gateways.gateway.networking.k8s.io "x" is forbidden: User "alice" cannot get resource "gateways" in API group "gateway.networking.k8s.io" in the namespace "a2"',
    });
  });

  it('can be taken away', async () => {
    opened.sandbox.setRules('alice-token', []);
    expect(await status('alice-token', gateways('a1'))).toBe(403);
  });

  it('are told by SelfSubjectAccessReview as they are', async () => {
    const spec = {
      resourceAttributes: { verb: 'list', group: 'gateway.networking.k8s.io', resource: 'gateways', namespace: 'a2' },
    };
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const ask = async (token: string) => (await opened.api.post(path, { spec }, { token })).body.status.allowed;
    expect([await ask('alice-token'), await ask('viewer-token')]).toEqual([false, true]);
  });
});
