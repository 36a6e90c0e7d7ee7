import { albKind, gatewayKind, type Kind } from '../../kube/kinds.js';
import type { KubeObject } from '../../kube/ports.js';
import { gatewayNameOf } from '../alb-state.js';
import { descriptionOf } from '../manifest.js';
import { isDnsLabel, isDnsSubdomain } from '../names.js';
import type { AlbResource, GatewayResource } from '../resources.js';
import { albRefLabel, type GatewaySettings } from '../settings.js';
import { readDocuments } from './read-documents.js';

/** One gateway of a backup. */
export interface BackedUp {
  readonly gateway: GatewayResource;
  /** Its own ALB, where the backup has one. */
  readonly alb?: AlbResource | undefined;
}

/** Faults that are told of one file: nobody reads more. */
const maxTold = 100;
const maxToldChars = 100;

export type Backup =
  | { readonly kind: 'backup'; readonly gateways: readonly BackedUp[] }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

/**
 * Reads what `backupText` wrote, or anything like it: YAML or JSON, lists as kubectl prints them, and what a cluster adds to
 * its objects. Everything that is wrong is told at once.
 */
export function readBackup(text: string, settings: GatewaySettings): Backup {
  if (text.trim() === '') return asFaults(['it is empty; what export writes has at least a comment']);
  const documents = readDocuments(text);
  if (documents.faults.length > 0) return asFaults(documents.faults);
  const faults: string[] = [];
  const objects = documents.values.flatMap(flat);
  const known = new Map<string, KubeObject>();
  for (const [at, object] of objects.entries()) {
    const fault = faultOf(object);
    if (fault !== undefined) {
      faults.push(`object ${at + 1}: ${fault}`);
      continue;
    }
    const { kind, metadata } = object as KubeObject;
    const id = `${kind} ${metadata.namespace}/${metadata.name}`;
    if (known.has(id)) faults.push(`object ${at + 1}: ${id} stands there twice`);
    else known.set(id, descriptionOf(object as KubeObject, settings));
  }
  return pairUp([...known.values()], faults, settings);
}

function asFaults(all: readonly string[]): Backup {
  const faults = [...new Set(all)];
  const [told, more] = [faults.slice(0, maxTold), faults.length - maxTold];
  return { kind: 'faults', faults: more > 0 ? [...told, `and ${more} more`] : told };
}

function pairUp(objects: readonly KubeObject[], faults: string[], settings: GatewaySettings): Backup {
  const albs = objects.filter(({ kind }) => kind === albKind.kind) as AlbResource[];
  const left = new Set(albs);
  const gateways = objects
    .filter(({ kind }) => kind === gatewayKind.kind)
    .map((object): BackedUp => {
      const gateway = object as GatewayResource;
      const alb = albFor(gateway, albs, settings);
      if (alb !== undefined) left.delete(alb);
      return { gateway, alb };
    });
  for (const { metadata } of left) {
    faults.push(`ALB2 ${metadata.namespace}/${metadata.name}: no Gateway that runs on it stands there too`);
  }
  return faults.length > 0 ? asFaults(faults) : { kind: 'backup', gateways };
}

/** By label, if that ALB was made for this Gateway; else by the name that an ALB gives. */
function albFor({ metadata }: GatewayResource, albs: readonly AlbResource[], settings: GatewaySettings) {
  const { namespace, name, labels } = metadata;
  const mine = albs.filter((alb) => {
    const named = gatewayNameOf(alb);
    const home = named?.namespace ?? alb.metadata.namespace;
    return alb.metadata.namespace === namespace && (named === undefined || (named.name === name && home === namespace));
  });
  const ref = labels?.[albRefLabel(settings)];
  return mine.find((alb) => alb.metadata.name === ref) ?? mine.find((alb) => gatewayNameOf(alb) !== undefined);
}

/** A list's items; a document that holds nothing is none. */
function flat(json: unknown): unknown[] {
  if (json === null || json === undefined) return [];
  const { kind, items } = json as { kind?: unknown; items?: unknown };
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? items : [json];
}

const kinds: readonly Kind[] = [albKind, gatewayKind];

/** The file may hold anything, also where this program looks for a text. */
function faultOf(object: unknown): string | undefined {
  try {
    return faultIn(object);
  } catch {
    return 'cannot be read as a manifest';
  }
}

function faultIn(object: unknown): string | undefined {
  const { apiVersion, kind, metadata, spec } = (object ?? {}) as Record<string, unknown>;
  const group = told(apiVersion).split('/')[0];
  if (!kinds.some((known) => known.kind === kind && known.group === group)) {
    return `${told(kind)} of ${told(apiVersion)} is neither an ALB2 of ${albKind.group} nor a Gateway of ${gatewayKind.group}`;
  }
  const { namespace, name, labels, annotations } = (metadata ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || !isDnsSubdomain(name)) return `${kind} has no metadata.name that can be one`;
  if (typeof namespace !== 'string' || !isDnsLabel(namespace)) return `${kind} ${name} has no metadata.namespace`;
  const { listeners, gatewayClassName } = (spec ?? {}) as Record<string, unknown>;
  if (kind === gatewayKind.kind && (!Array.isArray(listeners) || typeof gatewayClassName !== 'string')) {
    return `Gateway ${namespace}/${name} has no spec.gatewayClassName, or no spec.listeners`;
  }
  if (!holdsTexts(labels) || !holdsTexts(annotations)) {
    return `${kind} ${namespace}/${name} has labels or annotations that are no texts`;
  }
  if (typeof spec !== 'object' || spec === null) return `${kind} ${namespace}/${name} has no spec`;
  // Throws where it is no text.
  if (kind === albKind.kind) gatewayNameOf(object as AlbResource);
  return undefined;
}

function holdsTexts(map: unknown): boolean {
  if (map === undefined || map === null) return true;
  return typeof map === 'object' && Object.values(map).every((value) => typeof value === 'string');
}

/** What stands where a text should, in few characters. */
function told(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? 'undefined' : `(${typeof value})`;
  return value.length > maxToldChars ? `${value.slice(0, maxToldChars)}…` : value;
}
