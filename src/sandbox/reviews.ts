import { parseJson } from './objects.js';
import { mayDo, type SandboxToken } from './users.js';

/** SelfSubjectReview and SelfSubjectAccessReview: open to every caller, about the caller. */
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
    default:
      return undefined;
  }
}
