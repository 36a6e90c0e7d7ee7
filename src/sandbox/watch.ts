import type { Clock } from '../clock.js';
import type { SandboxObject } from './json.js';
import type { Matches } from './selectors.js';
import type { Storage, StoredEvent } from './storage.js';

export interface WatchOptions {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly matches: Matches;
  /** What happened after this revision; undefined: first what exists. */
  readonly since: number | undefined;
  readonly bookmarks: boolean;
  readonly timeoutMs: number;
  /** An object as the version asked for has it. */
  readonly convert: (object: SandboxObject) => SandboxObject;
  readonly signal: AbortSignal | undefined;
  readonly onClose: () => void;
}

const bookmarkEveryMs = 60_000;

/** The lines of a watch, each one JSON event. Throws 410 at once where the history does not reach back. */
export function openWatch(storage: Storage, clock: Clock, options: WatchOptions): AsyncIterableIterator<string> {
  const { kind, namespace, matches, convert } = options;
  const queue: string[] = [];
  let waiting: ((result: IteratorResult<string>) => void) | undefined;
  let closed = false;

  const send = (type: string, object: object) => {
    const line = `${JSON.stringify({ type, object })}\n`;
    if (waiting === undefined) {
      queue.push(line);
      return;
    }
    const resolve = waiting;
    waiting = undefined;
    resolve({ done: false, value: line });
  };
  const report = (event: StoredEvent) => {
    if (closed || (namespace !== undefined && event.object.metadata.namespace !== namespace)) return;
    const type = seenAs(event, matches);
    if (type !== undefined) send(type, convert(event.object));
  };
  const bookmark = () => {
    const metadata = { resourceVersion: String(storage.revision), creationTimestamp: null };
    const { apiVersion, kind: shown } = convert({ apiVersion: '', kind, metadata: {} as SandboxObject['metadata'] });
    send('BOOKMARK', { apiVersion, kind: shown, metadata });
  };

  const missed = options.since === undefined ? [] : storage.since(kind, options.since);
  if (options.since === undefined) {
    for (const object of storage.list(kind, namespace)) if (matches(object)) send('ADDED', convert(object));
  }
  for (const event of missed) report(event);

  const unsubscribe = storage.subscribe(kind, report);
  let cancelBookmark = () => {};
  const scheduleBookmark = () => {
    cancelBookmark = clock.schedule(bookmarkEveryMs, () => {
      bookmark();
      scheduleBookmark();
    });
  };
  if (options.bookmarks) scheduleBookmark();
  const close = () => {
    if (closed) return;
    closed = true;
    unsubscribe();
    cancelBookmark();
    cancelTimeout();
    options.signal?.removeEventListener('abort', close);
    options.onClose();
    waiting?.({ done: true, value: undefined });
  };
  const cancelTimeout = clock.schedule(options.timeoutMs, () => {
    if (options.bookmarks) bookmark();
    close();
  });
  options.signal?.addEventListener('abort', close);
  if (options.signal?.aborted) close();

  return {
    next() {
      const line = queue.shift();
      if (line !== undefined) return Promise.resolve({ done: false, value: line });
      if (closed) return Promise.resolve({ done: true, value: undefined });
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    return() {
      close();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** With a selector, what begins to match is ADDED and what ceases to is DELETED. */
function seenAs({ type, object, previous }: StoredEvent, matches: Matches): StoredEvent['type'] | undefined {
  const before = previous !== undefined && matches(previous);
  if (type === 'DELETED') return before ? 'DELETED' : undefined;
  const now = matches(object);
  if (now) return before ? 'MODIFIED' : 'ADDED';
  return before ? 'DELETED' : undefined;
}
