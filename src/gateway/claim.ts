import type { AlbResource } from './resources.js';
import { claimAnnotation, type GatewaySettings } from './settings.js';

/** Marks an ALB, from its first write, as made by one create operation: `{RFC 3339 time}/{operation id}`. */
export interface Claim {
  readonly operationId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export function formatClaim({ operationId, at }: Claim): string {
  return `${new Date(at).toISOString()}/${operationId}`;
}

/** Undefined for an ALB that carries no claim, or one that cannot be read. */
export function claimOf(alb: AlbResource, settings: GatewaySettings): Claim | undefined {
  const text = alb.metadata.annotations?.[claimAnnotation(settings)];
  if (text === undefined) return undefined;
  const slash = text.indexOf('/');
  const at = Date.parse(text.slice(0, slash));
  if (slash < 0 || Number.isNaN(at)) return undefined;
  return { operationId: text.slice(slash + 1), at };
}

/** How long an ALB without a Gateway is taken for a create under way rather than for something left behind. */
export const claimGraceMs = 60_000;

export function isFreshlyClaimed(alb: AlbResource, settings: GatewaySettings, nowMs: number): boolean {
  const claim = claimOf(alb, settings);
  return claim !== undefined && nowMs - claim.at < claimGraceMs;
}
