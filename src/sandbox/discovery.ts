import { apiVersionOf, listKindOf } from '../kube/kinds.js';
import type { SandboxResource } from './resource.js';

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

/** What a cluster says of itself; undefined for a path that is none of discovery's. */
export function discover(
  path: string,
  resources: readonly SandboxResource[],
  kubernetesVersion: string,
): object | undefined {
  const [, major = '1', minor = '0'] = /^v(\d+)\.(\d+)/.exec(kubernetesVersion) ?? [];
  switch (path) {
    case '/version':
      return { major, minor, gitVersion: kubernetesVersion, platform: 'sandbox' };
    case '/api':
      return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
    case '/apis':
      return {
        kind: 'APIGroupList',
        apiVersion: 'v1',
        groups: groupNames(resources).map((group) => groupOf(group, resources)),
      };
    default: {
      const [, root, group, version] = /^\/(api|apis)\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
      if (root === 'api')
        return group === 'v1' && version === undefined ? resourceList('', 'v1', resources) : undefined;
      if (group === undefined || !groupNames(resources).includes(group)) return undefined;
      return version === undefined ? groupOf(group, resources) : resourceList(group, version, resources);
    }
  }
}

function groupNames(resources: readonly SandboxResource[]): string[] {
  const own = resources.map(({ group }) => group).filter((group) => group !== '');
  return [...new Set(own), 'authentication.k8s.io', 'authorization.k8s.io'];
}

function versionsOf(group: string, resources: readonly SandboxResource[]): readonly string[] {
  return resources.find((resource) => resource.group === group)?.versions ?? ['v1'];
}

function groupOf(group: string, resources: readonly SandboxResource[]): object {
  const versions = versionsOf(group, resources).map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { kind: 'APIGroup', apiVersion: 'v1', name: group, versions, preferredVersion: versions[0] };
}

function resourceList(group: string, version: string, resources: readonly SandboxResource[]): object | undefined {
  if (!versionsOf(group, resources).includes(version)) return undefined;
  const served = resources.filter((resource) => resource.group === group && resource.versions.includes(version));
  const entries = served.flatMap((resource) => {
    const { plural, kind, namespaced, shortNames, hasStatus } = resource;
    const main = { name: plural, singularName: kind.toLowerCase(), namespaced, kind, verbs, shortNames };
    const status = { name: `${plural}/status`, singularName: '', namespaced, kind, verbs: ['get', 'patch', 'update'] };
    return hasStatus ? [main, status] : [main];
  });
  const groupVersion = group === '' ? version : apiVersionOf({ group } as SandboxResource, version);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: entries.concat(reviewsOf(group)) };
}

function reviewsOf(
  group: string,
):
  | never[]
  | { name: string; singularName: string; namespaced: boolean; kind: string; verbs: string[]; shortNames: string[] }[] {
  const kind = { 'authentication.k8s.io': 'SelfSubjectReview', 'authorization.k8s.io': 'SelfSubjectAccessReview' }[
    group
  ];
  if (kind === undefined) return [];
  return [
    {
      name: `${kind.toLowerCase()}s`,
      singularName: kind.toLowerCase(),
      namespaced: false,
      kind,
      verbs: ['create'],
      shortNames: [],
    },
  ];
}

/** `{kind}List`, as the list of a resource names itself. */
export const listKind = listKindOf;
