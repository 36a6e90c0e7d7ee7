import type { QueuedEvent } from '../../gateway/event-queue.js';
import type { SharedSet } from '../../kube/ports.js';

/** One event under the root of a subscription: its type, and the view of the object under the field's name. */
export interface SchemaEvent extends QueuedEvent {
  readonly resourceVersion: string;
}

/** What a subscription's resolver answers: the listener's own events, when iterated, or those of many. */
export interface SchemaEvents extends AsyncIterable<SchemaEvent> {
  /** Where other listeners are shown the same sets: their identities, and events for all. */
  readonly shared?: SharedSchemaEvents | undefined;
  /** Called when a right of this listener's own ends. `goesOn`: what is left can be told to them alone. */
  onEnd(handler: (error: Error, goesOn: boolean) => void): void;
  /** What this listener is told alone, after they were told that. */
  goOn(after: ToldSoFar): AsyncIterableIterator<SchemaEvent>;
  close(): void;
}

export interface ToldSoFar {
  /** The last event of each object. */
  readonly events: readonly SchemaEvent[];
  readonly synced: boolean;
}

export interface SharedSchemaEvents {
  readonly sets: readonly SharedSet[];
  /** Whether what exists is told first. */
  readonly initial: boolean;
  open(): AsyncIterableIterator<SchemaEvent>;
}
