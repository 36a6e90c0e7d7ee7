import { stringify } from 'yaml';
import type { KubeObject } from '../../kube/ports.js';

/** Manifests as one text of several YAML documents. The same objects give the same bytes, so that a difference is one. */
export function backupText(cluster: string, manifests: readonly KubeObject[]): string {
  const head = `# Gateways of cluster ${JSON.stringify(cluster)}, each ALB before its Gateway: for alb-graphql restore, or kubectl apply -f.\n`;
  // kubectl reads YAML 1.1: see manifest.ts.
  const options = { aliasDuplicateObjects: false, lineWidth: 0, compat: 'yaml-1.1' } as const;
  return head + manifests.map((manifest) => `---\n${stringify(manifest, options)}`).join('');
}
