import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { defaultTokens } from '../../src/sandbox/users.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { ServedProcess } from '../harness/served-process.js';
import { paths } from '../operations/platform.js';

/** An API server with another authorizer beside RBAC, such as that for nodes, cannot tell all rules. */
const unclearRules = {
  status: 201,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectRulesReview',
    status: { resourceRules: [], nonResourceRules: [], incomplete: true },
  }),
};

let cluster: OpenedSandbox;
let server: ServedProcess;

beforeEach(async () => {
  cluster = await openSandbox({
    tokens: defaultTokens,
    intercept: ({ url }) => (url.endsWith('/selfsubjectrulesreviews') ? unclearRules : undefined),
  });
  await createNamespace(cluster.api, 'a1');
  const settings = { KUBECONFIG: await cluster.kubeconfig('admin-token'), PRELOAD: 'sandbox', AUTH_MODE: 'shared' };
  server = await ServedProcess.start(settings);
});

afterEach(async () => {
  await server.kill();
  await cluster.close();
});

/** As alice, who has rights in the namespace a1 alone. */
async function ask(query: string): Promise<any> {
  const answer = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { authorization: 'Bearer alice-token', 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return answer.json();
}

it('a row that throws at once beside one that waits, by the choice of a caller, ends one query and no process', async () => {
  for (const [name, gateway] of [
    ['a', 'g/other-1'],
    ['b', 'g/other-2'],
  ]) {
    const config = { gateway: { mode: 'standalone', name: gateway } };
    const alb = { apiVersion: 'crd.alauda.io/v2beta1', kind: 'ALB2', metadata: { name }, spec: { config } };
    expect((await cluster.api.post(paths.alb('a1'), alb, { token: 'alice-token' })).status).toBe(201);
  }
  // Now it is known of b that alice may not look for its Gateway, and nothing is known of a.
  const one = await ask('{ alb(namespace: "a1", name: "b") { orphaned } }');
  expect(one.errors[0].extensions.code).toBe('FORBIDDEN');
  const all = await ask('{ albs(namespace: "a1", filter: { orphaned: true }) { totalCount } }');
  expect([all.data, all.errors[0].extensions.code]).toEqual([{ albs: null }, 'FORBIDDEN']);
  // What row a waited for has come too.
  const other = await ask('{ alb(namespace: "a1", name: "a") { orphaned } }');
  expect(other.errors[0].extensions.code).toBe('FORBIDDEN');
  expect(await ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  expect(await server.stop()).toBe(0);
});
