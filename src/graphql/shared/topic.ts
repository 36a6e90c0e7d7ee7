import { EventMessage } from './event-message.js';
import type { EventTexts } from './event-texts.js';
import type { SchemaEvent, ToldSoFar } from './schema-events.js';
import type { TopicListener } from './topic-listener.js';

/**
 * The events of one selection over the same sets, for all who listen to just that: evaluated, compared with what was last told
 * and written once, then handed to each. Who comes later is first told what the others know by then.
 */
export class Topic {
  readonly #listeners = new Set<TopicListener>();
  /** What was told last, by object: for who comes later, and to be silent about what shows nothing new. */
  readonly #current = new Map<string, { readonly told: EventMessage; readonly comparable: string }>();
  #synced: EventMessage | undefined;
  #over = false;

  constructor(
    private readonly events: AsyncIterableIterator<SchemaEvent> & { readonly waiting?: number },
    private readonly texts: EventTexts,
    private readonly options: { readonly initial: boolean; readonly onOver: () => void },
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
    if (this.options.initial) for (const { told } of this.#current.values()) listener.take(told.asAdded);
    if (this.#synced !== undefined) listener.take(this.#synced);
  }

  has(listener: TopicListener): boolean {
    return this.#listeners.has(listener);
  }

  remove(listener: TopicListener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size === 0) this.#close();
  }

  /** What its listeners know by now; and the texts to compare by, by key. */
  soFar(): ToldSoFar & { readonly comparables: Map<string, string> } {
    return {
      events: [...this.#current.values()].map(({ told }) => told.event),
      synced: this.#synced !== undefined,
      comparables: new Map([...this.#current].map(([key, { comparable }]) => [key, comparable])),
    };
  }

  async #run(): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await this.events.next();
        if (done) break;
        await this.#tell(value);
      }
      this.#end();
    } catch (error) {
      this.#end(error);
    }
  }

  async #tell(event: SchemaEvent): Promise<void> {
    const { type, key } = event;
    const told = new EventMessage(event, this.texts);
    if (key === undefined) this.#synced = told;
    else if (type === 'DELETED') this.#current.delete(key);
    else {
      const comparable = this.texts.comparableOf(event);
      const text = typeof comparable === 'string' ? comparable : await comparable;
      const silent = type === 'MODIFIED' && this.#current.get(key)?.comparable === text;
      this.#current.set(key, { told, comparable: text });
      if (silent) return;
    }
    for (const listener of this.#listeners) listener.take(told);
  }

  #end(error?: unknown): void {
    this.#close();
    for (const listener of [...this.#listeners]) listener.end(error);
  }

  #close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#current.clear();
    this.options.onOver();
    void this.events.return?.();
  }
}
