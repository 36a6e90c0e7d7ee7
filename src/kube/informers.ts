import type { Clock } from '../clock.js';
import { type Identity, keyOfIdentity, tokenEndOf, withoutSpan } from './identity.js';
import { Informer, type InformerState } from './informer.js';
import type { Kind } from './kinds.js';
import type { KubeClient } from './kube-client.js';
import { Lookout } from './lookout.js';
import type { KubeObserver } from './observer.js';
import type { IndexFunctions, KubeObject } from './ports.js';
import { reflectorSource } from './reflector-source.js';

export interface InformersOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly indexes: (kind: Kind) => IndexFunctions;
  /** How long a cache kept by the server's identity outlives its last use. Default 60,000 ms. */
  readonly idleMs?: number | undefined;
  readonly idleTimeoutMs?: number | undefined;
  /** How long a watch with a caller's token lasts before the cluster looks at their rights again. Default 30,000 ms. */
  readonly recheckMs?: number | undefined;
  /** How long a set is read from although the server's identity is refused. Default 60,000 ms. */
  readonly maxStaleMs?: number | undefined;
  readonly lookout: Lookout;
  readonly observer?: KubeObserver | undefined;
}

/** The informers of one cluster: one for each kind, scope and identity, made when first asked for. */
export class Informers {
  readonly #informers = new Map<
    string,
    { informer: Informer; kind: Kind; identity: Identity; namespace: string | undefined }
  >();

  /** Who looks out for the definitions that the cluster lacks, by group. */
  readonly #definitions = new Map<string, Lookout>();

  constructor(private readonly options: InformersOptions) {}

  /** The one that runs already. */
  find(kind: Kind, namespace: string | undefined, identity: Identity): Informer | undefined {
    return this.#informers.get(idOf(kind, namespace, identity))?.informer;
  }

  get(kind: Kind, namespace: string | undefined, asker: Identity): Informer {
    const identity = withoutSpan(asker);
    const known = this.find(kind, namespace, identity);
    if (known !== undefined) return known;
    const id = idOf(kind, namespace, identity);
    const { client, clock, random, indexes, observer, lookout } = this.options;
    const { idleMs = 60_000, idleTimeoutMs, recheckMs = 30_000, maxStaleMs = 60_000 } = this.options;
    const own = identity.type === 'server';
    const informer = new Informer({
      cluster: client.rest.cluster,
      kind,
      namespace,
      source: reflectorSource(client, kind, namespace, identity),
      indexes: indexes(kind),
      clock,
      random,
      // A caller's watch ends with its last listener; the server's own caches wait for the next reader.
      idleMs: own ? idleMs : 0,
      idleTimeoutMs,
      maxWatchMs: own ? undefined : recheckMs,
      pauses: {
        cluster: (delayMs, signal) => lookout.pause(delayMs, identity, signal),
        definition: (delayMs, signal) => this.#definitionLookout(kind).pause(delayMs, identity, signal),
      },
      untilHung: (answered) => lookout.untilHung(identity, answered),
      own,
      tokenEndsMs: tokenEndOf(identity),
      // The server's own token may be about to be renewed; a caller's that ran out, or may no longer, stays so.
      refusalGraceMs: own ? maxStaleMs : 0,
      observer,
      onOver: () => {
        if (this.#informers.get(id)?.informer === informer) this.#informers.delete(id);
      },
    });
    this.#informers.set(id, { informer, kind, identity, namespace });
    return informer;
  }

  /** Lets readers see at once what this server wrote in the name of the caller `key`. */
  applyWritten(kind: Kind, object: KubeObject, key: string): void {
    for (const informer of this.#affected(kind, object.metadata.namespace, key)) informer.applyWritten(object);
  }

  /** The same for an object that is gone. */
  applyDeleted(
    kind: Kind,
    target: { namespace: string | undefined; name: string; uid: string | undefined },
    key: string,
  ): void {
    for (const informer of this.#affected(kind, target.namespace, key)) {
      informer.applyDeleted(target.namespace, target.name, target.uid);
    }
  }

  states(): InformerState[] {
    return [...this.#informers.values()].map(({ informer }) => informer.state);
  }

  close(): void {
    for (const { informer } of [...this.#informers.values()]) informer.stop();
  }

  /** One small request a second asks after a definition that is missing, however many wait for it. */
  #definitionLookout(kind: Kind): Lookout {
    const { client, clock, random } = this.options;
    const known = this.#definitions.get(kind.group);
    if (known !== undefined) return known;
    const made = new Lookout({ clock, random, look: (identity) => client.discovery.look(kind, identity) });
    this.#definitions.set(kind.group, made);
    return made;
  }

  #affected(kind: Kind, namespace: string | undefined, key: string): Informer[] {
    return [...this.#informers.values()].flatMap((entry) => {
      const sameKind = entry.kind.group === kind.group && entry.kind.plural === kind.plural;
      const inScope = entry.namespace === undefined || entry.namespace === namespace;
      const mayKnow = entry.identity.type === 'server' || entry.identity.key === key;
      return sameKind && inScope && mayKnow ? [entry.informer] : [];
    });
  }
}

function idOf(kind: Kind, namespace: string | undefined, identity: Identity): string {
  return JSON.stringify([kind.group, kind.plural, namespace ?? null, identity.type, keyOfIdentity(identity)]);
}
