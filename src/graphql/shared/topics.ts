import { hash } from 'node:crypto';
import type { DocumentNode, ExecutionArgs } from 'graphql';
import type { EventLoopShares } from '../../event-loop-shares.js';
import type { SharedSet } from '../../kube/ports.js';
import { ownResults, type SourceEvents } from '../own-results.js';
import { EventTexts, type EventTextsOptions } from './event-texts.js';
import type { SchemaEvents, SharedSchemaEvents } from './schema-events.js';
import { Topic } from './topic.js';
import { TopicListener } from './topic-listener.js';

export interface TopicsOptions extends EventTextsOptions {
  /** Listeners are told in turns. */
  readonly shares: EventLoopShares;
}

/** The topics that have listeners now: one for each selection over each choice of sets. */
export class Topics {
  readonly #topics = new Map<string, Topic>();
  /** The events of those who are told alone. */
  readonly alone = new Set<SourceEvents>();
  readonly #ids = new WeakMap<DocumentNode | SharedSet, number>();
  #lastId = 0;

  constructor(private readonly options: TopicsOptions) {}

  get shares(): EventLoopShares {
    return this.options.shares;
  }

  /** Events that wait for their listeners, counted for each of them. */
  get waiting(): number {
    let waiting = 0;
    for (const source of [...this.#topics.values(), ...this.alone]) waiting += source.waiting ?? 0;
    return waiting;
  }

  /** Undefined where this listener is told something of their own. The variables are those that passed the gate. */
  join(args: ExecutionArgs, source: Partial<SchemaEvents>): TopicListener | undefined {
    const { shared, onEnd, goOn, close } = source;
    const topic = shared && this.#topicOf(args, shared);
    if (topic === undefined || onEnd === undefined || goOn === undefined || close === undefined) return undefined;
    const listener = new TopicListener(this.shares, () => {
      topic.remove(listener);
      close();
    });
    try {
      // The listener's own holds are what their rights hang by: with them ends what they are told in common.
      onEnd((error, goesOn) => {
        if (!topic.has(listener)) return;
        if (!goesOn) return listener.end(error);
        const { digests: lastSent, ...soFar } = topic.soFar(listener);
        topic.remove(listener);
        const { alone: open, shares } = this;
        listener.follow(ownResults(args, this.options.execute, goOn(soFar), { shares, open, lastSent }));
      });
      topic.add(listener);
    } catch (thrown) {
      // A topic without listeners would never end.
      topic.remove(listener);
      throw thrown;
    }
    return listener;
  }

  #topicOf(args: ExecutionArgs, { sets, initial, open }: SharedSchemaEvents): Topic | undefined {
    const { document, operationName, variableValues } = args;
    const ids = [document, ...sets].map((object) => this.#idOf(object));
    // Of one length, however long the variables are.
    const key = hash('sha256', JSON.stringify([ids, operationName ?? null, variableValues ?? {}]));
    const found = this.#topics.get(key);
    if (found !== undefined) return found;
    const texts = EventTexts.make(this.options, args);
    if (texts === undefined) return undefined;
    const topic = new Topic(open(), texts, { initial, shares: this.shares, onOver: () => this.#topics.delete(key) });
    this.#topics.set(key, topic);
    return topic;
  }

  #idOf(object: DocumentNode | SharedSet): number {
    let id = this.#ids.get(object);
    if (id === undefined) {
      this.#lastId += 1;
      id = this.#lastId;
      this.#ids.set(object, id);
    }
    return id;
  }
}
