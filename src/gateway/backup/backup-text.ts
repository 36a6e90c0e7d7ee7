import type { KubeObject } from '../../kube/ports.js';
import { printable } from '../../printable.js';
import { manifestYaml } from '../manifest-yaml.js';

/** Manifests as one text of several YAML documents. The same objects give the same bytes, so that a difference is one. */
export function backupText(cluster: string, manifests: readonly KubeObject[]): string {
  const head = `# Gateways of cluster ${JSON.stringify(cluster)}, each ALB before its Gateway: for alb-graphql restore, or kubectl apply -f.\n`;
  return printable(head) + manifests.map((manifest) => `---\n${manifestYaml(manifest)}`).join('');
}
