/** One event of a subscription, whatever it is about. */
export interface RowEvent<Row> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'SYNCED';
  readonly row: Row | null | undefined;
}

/**
 * The rows of a live table. A subscription begins with what there is (ADDED), then SYNCED, then every change; after a
 * reconnect it begins again, and what comes up to SYNCED is the whole set. Until then the old rows stay on the screen.
 */
export class LiveTable<Row extends { id: string }> {
  #shown = new Map<string, Row>();
  #coming: Map<string, Row> | undefined = new Map();

  get rows(): readonly Row[] {
    return [...this.#shown.values()];
  }

  /** False until the set is whole, and again after a reconnect. */
  get synced(): boolean {
    return this.#coming === undefined;
  }

  /** To be called at each connection. */
  beginAnew(): void {
    this.#coming = new Map();
  }

  take({ type, row }: RowEvent<Row>): void {
    if (type === 'SYNCED') {
      // Whoever was deleted during the absence is in the old set alone, and goes with it.
      this.#shown = this.#coming ?? this.#shown;
      this.#coming = undefined;
    }
    if (!row) return;
    for (const rows of [this.#shown, this.#coming]) {
      if (type === 'DELETED') rows?.delete(row.id);
      else rows?.set(row.id, row);
    }
  }
}
