import type { WatchEventType } from '../gql/graphql.js';

export interface SetEvent<T> {
  readonly type: WatchEventType;
  /** Absent on SYNCED. */
  readonly object: T | null | undefined;
  readonly run: string;
}

export interface LiveSet<T> {
  readonly run: string;
  readonly synced: boolean;
  readonly entries: ReadonlyMap<string, T>;
  /** What a run that followed a lost connection has brought so far; at its SYNCED it replaces the entries. */
  readonly coming: ReadonlyMap<string, T>;
}

export function emptySet<T>(): LiveSet<T> {
  return { run: '', synced: false, entries: new Map(), coming: new Map() };
}

/** ADDED for all there is, SYNCED, then every change; and the same again in each new run, while the old set stays shown. */
export function afterEvent<T extends { readonly id: string }>(before: LiveSet<T>, event: SetEvent<T>): LiveSet<T> {
  const set = event.run === before.run ? before : { ...before, run: event.run, synced: false, coming: new Map() };
  const { object, type } = event;
  if (type === 'SYNCED') return { ...set, synced: true, entries: set.coming, coming: new Map() };
  if (object == null) return set;
  const changed = new Map(set.synced ? set.entries : set.coming);
  if (type === 'DELETED') changed.delete(object.id);
  else changed.set(object.id, object);
  return set.synced ? { ...set, entries: changed } : { ...set, coming: changed };
}
