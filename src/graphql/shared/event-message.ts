import type { Awaitable } from '../../awaitable.js';
import type { EventType } from '../../gateway/event-queue.js';
import type { EventTexts } from './event-texts.js';
import type { SchemaEvent } from './schema-events.js';

/** One event for many: its text is made once. */
export class EventMessage {
  #text: Awaitable<string> | undefined;
  #added: EventMessage | undefined;

  constructor(
    readonly event: SchemaEvent,
    private readonly texts: EventTexts,
  ) {}

  get type(): EventType {
    return this.event.type;
  }

  get key(): string | undefined {
    return this.event.key;
  }

  get text(): Awaitable<string> {
    this.#text ??= this.texts.textOf(this.event);
    return this.#text;
  }

  /** The same news for a listener that does not know the object yet: one message for all of them. */
  get asAdded(): EventMessage {
    if (this.type === 'ADDED') return this;
    this.#added ??= new EventMessage({ ...this.event, type: 'ADDED' }, this.texts);
    return this.#added;
  }
}
