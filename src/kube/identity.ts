import type { Clock } from '../clock.js';
import type { Span } from '../observation.js';

/** In whose name a cluster is asked. Never optional: a token that is missing must not turn into the server's own. */
export type Identity = { /** What the request is a part of. */ readonly span?: Span | undefined } & (
  | { readonly type: 'server' }
  | {
      readonly type: 'caller';
      readonly token: string;
      /** Tells callers apart without their tokens. */
      readonly key: string;
      /** Nothing learned with the token is believed for longer. */
      readonly expiresAtMs?: number | undefined;
    }
);

export const serverIdentity: Identity = { type: 'server' };

/** For what lives longer than an operation. */
export function withoutSpan(identity: Identity): Identity {
  return identity.span === undefined ? identity : { ...identity, span: undefined };
}

/** Under which answers for an identity are kept. No caller's is empty. */
export function keyOfIdentity(identity: Identity): string {
  return identity.type === 'server' ? '' : identity.key;
}

/** In ms since 1970; undefined where there is no token, or it does not say. */
export function tokenEndOf(identity: Identity): number | undefined {
  return identity.type === 'caller' ? identity.expiresAtMs : undefined;
}

/**
 * Until when, in the clock's elapsed time, an answer is believed that was asked for then: never past the token's end as it is
 * known now, whatever the clock is set to meanwhile.
 */
export function believedUntilMs(askedMs: number, keptMs: number, identity: Identity, clock: Clock): number {
  const tokenLeftMs = (tokenEndOf(identity) ?? Number.POSITIVE_INFINITY) - clock.now();
  return Math.min(askedMs + keptMs, clock.elapsed() + tokenLeftMs);
}

/** Whether the token says that it is over, which is when nothing learned with it is believed any more. */
export function hasEnded(identity: Identity, clock: Clock): boolean {
  return (tokenEndOf(identity) ?? Number.POSITIVE_INFINITY) <= clock.now();
}
