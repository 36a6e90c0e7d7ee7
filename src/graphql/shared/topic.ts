import type { EventLoopShares } from '../../event-loop-shares.js';
import { digestOf } from '../digest-of.js';
import { EventMessage } from './event-message.js';
import type { EventTexts } from './event-texts.js';
import { KnownObjects } from './known-objects.js';
import type { SchemaEvent, ToldSoFar } from './schema-events.js';
import { TopicCursor } from './topic-cursor.js';
import type { TopicListener } from './topic-listener.js';

export interface TopicOptions {
  /** Whether what exists is told first. */
  readonly initial: boolean;
  readonly shares: EventLoopShares;
  readonly onOver: () => void;
}

/**
 * The events of one selection over the same sets, for all who listen to just that: evaluated, compared with what was last told
 * and written once, then handed to each. Each listener is told first what exists, from the same texts, as fast as they take it.
 */
export class Topic {
  readonly #listeners = new Set<TopicListener>();
  /** For who comes later, and to be silent about what shows nothing new. */
  readonly #known = new KnownObjects();
  #synced: EventMessage | undefined;
  #over = false;

  constructor(
    private readonly events: AsyncIterableIterator<SchemaEvent> & { readonly waiting?: number },
    private readonly texts: EventTexts,
    private readonly options: TopicOptions,
  ) {
    void this.#run();
  }

  /** Events not yet told, and told ones not yet taken. */
  get waiting(): number {
    let waiting = this.events.waiting ?? 0;
    for (const listener of this.#listeners) waiting += listener.waiting;
    return waiting;
  }

  add(listener: TopicListener): void {
    this.#listeners.add(listener);
    if (this.options.initial) listener.read(new TopicCursor(this.#known));
    if (this.#synced !== undefined) listener.take(this.#synced, undefined);
  }

  has(listener: TopicListener): boolean {
    return this.#listeners.has(listener);
  }

  remove(listener: TopicListener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size === 0) this.#close();
  }

  /** What a listener knows by now, or has taken; and the digests to compare by, by key. */
  soFar(listener: TopicListener): ToldSoFar & { readonly digests: Map<string, string> } {
    const told = this.#known.all().filter(({ place }) => listener.knows(place));
    return {
      events: told.map(({ added }) => added.event),
      synced: this.#synced !== undefined && listener.isSynced,
      digests: new Map(told.map(({ key, digest }) => [key, digest])),
    };
  }

  async #run(): Promise<void> {
    const { shares } = this.options;
    try {
      for (;;) {
        const { done, value } = await this.events.next();
        if (done) break;
        if (shares.isSliceOver()) await shares.nextSlice();
        await this.#tell(value);
      }
      this.#end();
    } catch (error) {
      this.#end(error);
    }
  }

  async #tell(event: SchemaEvent): Promise<void> {
    const { type, key } = event;
    const message = new EventMessage(event, this.texts);
    if (key === undefined) this.#synced = message;
    let known = key === undefined ? undefined : this.#known.get(key);
    if (type === 'DELETED') this.#known.delete(key ?? '');
    else if (key !== undefined) {
      const comparable = this.texts.comparableOf(event);
      const digest = digestOf(typeof comparable === 'string' ? comparable : await comparable);
      const silent = type === 'MODIFIED' && known?.digest === digest;
      known = this.#known.put(key, message.asAdded, digest);
      if (silent) return;
    }
    for (const listener of this.#listeners) listener.take(message, known?.place);
  }

  #end(error?: unknown): void {
    this.#close();
    for (const listener of [...this.#listeners]) listener.end(error);
  }

  #close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#known.clear();
    this.options.onOver();
    void this.events.return?.();
  }
}
