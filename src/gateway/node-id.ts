/** The kinds that have a Relay id. */
export type NodeKind = 'GatewayClass' | 'Gateway' | 'Alb';

const nodeKinds: readonly string[] = ['GatewayClass', 'Gateway', 'Alb'] satisfies NodeKind[];

export interface NodeRef {
  kind: NodeKind;
  cluster: string;
  /** Absent for a GatewayClass. */
  namespace?: string | undefined;
  name: string;
}

/** Opaque to callers, stable for one object; it is no secret and grants nothing. */
export function encodeNodeId({ kind, cluster, namespace, name }: NodeRef): string {
  const parts = namespace === undefined ? [kind, cluster, name] : [kind, cluster, namespace, name];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Undefined for an id that this server did not make. */
export function decodeNodeId(id: string): NodeRef | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(id, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || !parts.every((part): part is string => typeof part === 'string' && part !== '')) {
    return undefined;
  }
  const [kind, cluster, ...rest] = parts;
  const [namespace, name] = kind === 'GatewayClass' ? [undefined, ...rest] : rest;
  if (!nodeKinds.includes(kind ?? '') || cluster === undefined || name === undefined) return undefined;
  if (parts.length !== (namespace === undefined ? 3 : 4)) return undefined;
  return { kind: kind as NodeKind, cluster, namespace, name };
}
