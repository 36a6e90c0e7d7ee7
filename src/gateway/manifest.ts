import type { KubeObject } from '../kube/ports.js';
import { manifestYaml } from './manifest-yaml.js';
import { claimAnnotation, type GatewaySettings } from './settings.js';

export type ManifestFormat = 'YAML' | 'JSON';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What `kubectl apply` takes to make the object again: name, namespace, labels, annotations and spec. Finalizers and
 * owners are left out as well: they belong to this object's life, not to its description.
 */
export function descriptionOf<T extends KubeObject>(object: T, settings: GatewaySettings): T {
  const { metadata, status: _, apiVersion, kind, ...rest } = object as KubeObject & { status?: unknown };
  const annotations = without(metadata.annotations, [lastApplied, claimAnnotation(settings)]);
  return {
    apiVersion,
    kind,
    metadata: {
      name: metadata.name,
      ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
      ...(metadata.labels && Object.keys(metadata.labels).length > 0 && { labels: metadata.labels }),
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    ...rest,
  } as T;
}

export function manifestOf(object: KubeObject, format: ManifestFormat, settings: GatewaySettings): string {
  const manifest = descriptionOf(object, settings);
  return format === 'JSON' ? `${JSON.stringify(manifest, null, 2)}\n` : manifestYaml(manifest);
}

function without(map: Readonly<Record<string, string>> | undefined, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => !keys.includes(key)));
}
