import type { SandboxObject } from './json.js';
import { gone } from './status.js';

export interface StoredEvent {
  readonly revision: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: SandboxObject;
  readonly previous: SandboxObject | undefined;
}

type Listener = (event: StoredEvent) => void;

interface Table {
  readonly objects: Map<string, SandboxObject>;
  readonly history: StoredEvent[];
  readonly listeners: Set<Listener>;
  /** Changes up to this revision are no longer in the history. */
  compacted: number;
}

const keyOf = (namespace: string | undefined, name: string) => `${namespace ?? ''}/${name}`;

/** Objects by kind, one revision counter over all of them, and a bounded history for watches to resume from. */
export class Storage {
  readonly #tables = new Map<string, Table>();
  #revision = 1;

  constructor(private readonly historyLimit: number) {}

  get revision(): number {
    return this.#revision;
  }

  get(kind: string, namespace: string | undefined, name: string): SandboxObject | undefined {
    return this.#table(kind).objects.get(keyOf(namespace, name));
  }

  /** In the order of their keys, as etcd has them. */
  list(kind: string, namespace: string | undefined): SandboxObject[] {
    const entries = [...this.#table(kind).objects.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
    const objects = entries.map(([, object]) => object);
    return namespace === undefined ? objects : objects.filter(({ metadata }) => metadata.namespace === namespace);
  }

  /** Stores a new state, stamps it with the next revision, and tells the watches. */
  put(kind: string, object: SandboxObject): SandboxObject {
    const table = this.#table(kind);
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    const previous = table.objects.get(key);
    const stored = this.#stamp(object);
    table.objects.set(key, stored);
    this.#record(table, { revision: this.#revision, type: previous ? 'MODIFIED' : 'ADDED', object: stored, previous });
    return stored;
  }

  remove(kind: string, object: SandboxObject): SandboxObject {
    const table = this.#table(kind);
    const stored = this.#stamp(object);
    table.objects.delete(keyOf(object.metadata.namespace, object.metadata.name));
    this.#record(table, { revision: this.#revision, type: 'DELETED', object: stored, previous: object });
    return stored;
  }

  /** What happened after a revision; 410 where the history does not reach back so far. */
  since(kind: string, revision: number): readonly StoredEvent[] {
    const { history, compacted } = this.#table(kind);
    if (revision < compacted) throw gone(`too old resource version: ${revision} (${compacted})`);
    return history.filter((event) => event.revision > revision);
  }

  /** Whether a list of that revision could still be continued. */
  holds(kind: string, revision: number): boolean {
    return revision >= this.#table(kind).compacted;
  }

  subscribe(kind: string, listener: Listener): () => void {
    const { listeners } = this.#table(kind);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Forgets all history, as a compaction of etcd does. */
  compact(): void {
    for (const table of this.#tables.values()) {
      table.history.length = 0;
      table.compacted = this.#revision;
    }
  }

  #stamp(object: SandboxObject): SandboxObject {
    this.#revision += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#revision) } };
  }

  #record(table: Table, event: StoredEvent): void {
    table.history.push(event);
    if (table.history.length > this.historyLimit) table.compacted = table.history.shift()?.revision ?? table.compacted;
    for (const listener of [...table.listeners]) listener(event);
  }

  #table(kind: string): Table {
    let table = this.#tables.get(kind);
    if (table === undefined) {
      table = { objects: new Map(), history: [], listeners: new Set(), compacted: 0 };
      this.#tables.set(kind, table);
    }
    return table;
  }
}
