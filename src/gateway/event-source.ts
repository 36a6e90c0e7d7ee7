import { AlbError } from '../errors.js';
import { albKind, gatewayClassKind, gatewayKind } from '../kube/kinds.js';
import type { ClusterPorts, KubeObject, LiveCollection, Reader, SharedSet } from '../kube/ports.js';
import { LiveReader } from './live-reader.js';
import type { ObjectEvent, Opening } from './object-events.js';
import type { ObjectView } from './object-view.js';
import { ClusterSession } from './session.js';
import type { Joined } from './watch-joined.js';

export interface Events extends AsyncIterableIterator<ObjectEvent<ObjectView<KubeObject>>> {
  /** Events that nobody has taken yet. */
  readonly waiting: number;
}

/** What one listener may be told of, watched in their own name and not yet listened to. */
export interface EventSource {
  /** The events for this listener alone. Ends the holds when it ends. */
  open(opening: Opening): Events;
  /** Where other listeners are shown the very same sets: the events for all of them. */
  readonly shared?: SharedEvents | undefined;
  /**
   * Called when one of the listener's own holds ends for good: from then on they may be told nothing more of it. `goesOn`: of
   * the rest they may, as `open` tells it.
   */
  onEnd(handler: (error: Error, goesOn: boolean) => void): void;
  /** Ends the holds. */
  close(): void;
}

export interface SharedEvents {
  /** Equal, one by one, for listeners who are shown the same. */
  readonly sets: readonly SharedSet[];
  /** Whether what exists is told first. */
  readonly initial: boolean;
  /** Opened once for all, in nobody's name. */
  open(opening: Opening): Events;
}

type Open = (joined: Joined, opening: Opening) => Events;

export function ownSource(joined: Joined, open: Open): EventSource {
  return {
    open: (opening) => open(joined, opening),
    onEnd(handler) {
      const primary: unknown = joined[joined.primary];
      for (const set of setsOf(joined)) {
        set.onEnd((error) => handler(error, set !== primary && AlbError.from(error).code === 'FORBIDDEN'));
      }
    },
    close: () => joined.close(),
  };
}

/** A source whose events can be shared, where all the sets it is made from can, and hold the whole cluster. */
export function eventSource(joined: Joined, initial: boolean, open: Open): EventSource {
  const own = ownSource(joined, open);
  const sets = setsOf(joined);
  const shared = sets.flatMap((set) => set.shared ?? []);
  // What lies beyond a part of the cluster would be asked for, in the caller's own name.
  if (shared.length < 3 || !sets.every((set) => set.covers(undefined))) return own;
  return { ...own, shared: { sets: shared, initial, open: (opening) => openForAll(joined, shared, open, opening) } };
}

function setsOf({ gateways, albs, classes }: Joined): LiveCollection[] {
  return [gateways, albs, classes].filter((set) => set !== undefined) as unknown as LiveCollection[];
}

/** The events for all, from the same sets under a session of their own. */
function openForAll(
  { primary, session: own }: Joined,
  sets: readonly SharedSet[],
  open: Open,
  opening: Opening,
): Events {
  // No operation owns these holds: where one of them cannot be had, the others are closed here.
  const opened: LiveCollection[] = [];
  try {
    for (const set of sets) opened.push(set.open());
    return open(joinShared(own, primary, opened), opening);
  } catch (thrown) {
    for (const collection of opened) collection.close();
    throw thrown;
  }
}

/** What the sets do not hold is not asked for: there is nobody to ask for. */
function joinShared(own: ClusterSession, primary: Joined['primary'], sets: readonly LiveCollection[]): Joined {
  const { settings, clock } = own;
  const refuse = () => {
    throw new AlbError('INTERNAL_SERVER_ERROR', 'What is told to many was to be read in the name of one');
  };
  const nobody: Reader = { get: refuse, list: refuse };
  const live = new LiveReader({ watch: refuse }, nobody);
  const [gateways, albs, classes] = sets;
  const joined = {
    gateways: live.adopt(gatewayKind, gateways as LiveCollection<never>),
    albs: live.adopt(albKind, albs as LiveCollection<never>),
    classes: live.adopt(gatewayClassKind, classes as LiveCollection<never>),
  };
  // Views read by the reader alone; the other ports belong to callers.
  const session = new ClusterSession({ name: own.cluster, reader: live } as unknown as ClusterPorts, settings, clock);
  return { ...joined, primary, session, close: () => live.close() };
}
