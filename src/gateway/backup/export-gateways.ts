import { mapAll } from '../../awaitable.js';
import { AlbError } from '../../errors.js';
import { gatewayKind } from '../../kube/kinds.js';
import type { KubeObject } from '../../kube/ports.js';
import { parseLabelSelector } from '../label-selector.js';
import { descriptionOf } from '../manifest.js';
import type { GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';

export interface ExportScope {
  /** Absent: every namespace. */
  readonly namespace?: string | undefined;
  /** Of the Gateways' labels. */
  readonly selector?: string | undefined;
}

export interface Exported {
  /** Of each gateway its ALB, where it has one of its own, and then the Gateway; by namespace and name. */
  readonly manifests: readonly KubeObject[];
  readonly gateways: number;
  /** Gateways whose ALB is missing from the manifests, and why. */
  readonly gaps: readonly string[];
  /** The caller may not list the whole cluster: these are the namespaces that they may. */
  readonly partial: boolean;
}

/**
 * The gateways of a cluster as manifests, without what the cluster itself keeps in them. What is being deleted is left
 * out, and so is the ALB of a class, which is the platform's. Rejects with INVALID_INPUT for a selector that is none.
 */
export async function exportGateways(session: ClusterSession, { namespace, selector }: ExportScope): Promise<Exported> {
  const selects = parseLabelSelector(selector ?? '');
  if ('fault' in selects) throw new AlbError('INVALID_INPUT', selects.fault);
  const listing = await session.ports.reader.list<GatewayResource>(gatewayKind, { namespace });
  const gateways = [...listing.all()]
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined && selects.matches(metadata.labels ?? {}))
    .sort(byName);
  const exported = await mapAll(gateways, (gateway) => exportOne(session, gateway));
  return {
    manifests: exported.flatMap(({ objects }) => objects.map((object) => descriptionOf(object, session.settings))),
    gateways: gateways.length,
    gaps: exported.flatMap(({ gap }) => gap ?? []),
    partial: listing.partial,
  };
}

async function exportOne(
  { relations }: ClusterSession,
  gateway: GatewayResource,
): Promise<{ objects: KubeObject[]; gap?: string }> {
  if ((await relations.classTypeOfGateway(gateway)) !== 'STANDALONE') return { objects: [gateway] };
  const lookup = await relations.albOfGateway(gateway);
  if (lookup.status === 'found') return { objects: [lookup.alb, gateway] };
  const { namespace, name } = gateway.metadata;
  const why = lookup.status === 'denied' ? 'may not be read' : 'is not there';
  return { objects: [gateway], gap: `${namespace}/${name}: its ALB ${why}` };
}

function byName({ metadata: a }: KubeObject, { metadata: b }: KubeObject): number {
  const order = (x: string, y: string) => (x < y ? -1 : Number(x > y));
  return order(a.namespace ?? '', b.namespace ?? '') || order(a.name, b.name);
}
