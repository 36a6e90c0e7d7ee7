import { parseJson } from './objects.js';
import { badRequest } from './status.js';
import { mayDo, type SandboxRule, type SandboxToken } from './users.js';

/** SelfSubjectReview, SelfSubjectAccessReview and SelfSubjectRulesReview: open to every caller, about the caller. */
export function answerReview(path: string, body: string | undefined, user: SandboxToken): object | undefined {
  switch (path) {
    case '/apis/authentication.k8s.io/v1/selfsubjectreviews':
      return {
        kind: 'SelfSubjectReview',
        apiVersion: 'authentication.k8s.io/v1',
        metadata: { creationTimestamp: null },
        status: { userInfo: { username: user.username, groups: user.groups } },
      };
    case '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews': {
      const { spec } = parseJson(body) as { spec?: { resourceAttributes?: Record<string, string> } };
      const asked = spec?.resourceAttributes ?? {};
      const allowed = mayDo(user, {
        verb: asked['verb'] ?? '',
        group: asked['group'] ?? '',
        resource: asked['resource'] ?? '',
        namespace: asked['namespace'] || undefined,
        name: asked['name'] || undefined,
      });
      return {
        kind: 'SelfSubjectAccessReview',
        apiVersion: 'authorization.k8s.io/v1',
        metadata: { creationTimestamp: null },
        spec,
        status: { allowed },
      };
    }
    case '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews': {
      const { spec } = parseJson(body) as { spec?: { namespace?: string } };
      const namespace = spec?.namespace ?? '';
      if (namespace === '') throw badRequest('no namespace on request');
      const holds = ({ namespaces }: SandboxRule) => namespaces === undefined || namespaces.includes(namespace);
      const resourceRules = user.rules.filter(holds).map(({ verbs, groups, resources, resourceNames }) => ({
        verbs,
        apiGroups: groups,
        resources,
        ...(resourceNames && { resourceNames }),
      }));
      return {
        kind: 'SelfSubjectRulesReview',
        apiVersion: 'authorization.k8s.io/v1',
        metadata: { creationTimestamp: null },
        spec: {},
        status: { resourceRules, nonResourceRules: [], incomplete: false },
      };
    }
    default:
      return undefined;
  }
}
