import { expect } from '@jest/globals';
import type { KubeApi } from '../../harness/kube-api.js';
import type { Rule } from '../../harness/rbac.js';

const account = '/api/v1/namespaces/alb-graphql/serviceaccounts/alb-graphql';
const role = '/apis/rbac.authorization.k8s.io/v1/clusterroles/alb-graphql';

/** One verb on one resource. */
export interface Right {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
}

export const nameOf = ({ verb, resource }: Right): string => `${verb} ${resource}`;

export function rightsIn(rules: readonly Rule[]): Right[] {
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb })))),
  );
}

/** A token as the kubelet would mount it: of the account, bound to a pod, for an hour. */
export async function tokenFor(api: KubeApi, pod: { name: string; uid: string }): Promise<string> {
  const { status, body } = await api.post(`${account}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: 3600, boundObjectRef: { kind: 'Pod', apiVersion: 'v1', ...pod } },
  });
  expect([status, body.status?.token?.split('.').length]).toEqual([201, 3]);
  return body.status.token;
}

/** Gives the account these rights and no others, and waits until the API server judges by them. */
export async function setRights(api: KubeApi, token: string, all: readonly Right[], given: readonly Right[]) {
  const rules = given.map(({ group, resource, verb }) => ({
    apiGroups: [group],
    resources: [resource],
    verbs: [verb],
  }));
  const { body } = await api.get(role);
  expect((await api.put(role, { ...body, rules })).status).toBe(200);
  for (const right of all) {
    while ((await may(api, token, right)) !== given.includes(right)) await new Promise(setImmediate);
  }
}

export async function may(api: KubeApi, token: string, { group, resource, verb }: Right): Promise<boolean> {
  const { body } = await api.post(
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { group, resource, verb } },
    },
    { token },
  );
  return body.status.allowed;
}

/** Every right that the cluster grants the account beyond those of whoever is authenticated. */
export async function grantedTo(api: KubeApi, token: string): Promise<Right[]> {
  const { body } = await api.post(
    '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace: 'a1' } },
    { token },
  );
  const asking = ['selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'selfsubjectreviews'];
  return rightsIn(body.status.resourceRules).filter(({ resource }) => !asking.includes(resource));
}
