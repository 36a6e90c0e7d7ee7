import type { ComponentChildren } from 'preact';
import type { Live } from '../api/use-live-set.js';
import { Loading } from './empty.js';
import { ProblemNotice } from './problem-notice.js';

interface LiveContentProps<T> {
  readonly live: Live<T>;
  readonly loading: string;
  readonly children: (entries: readonly T[]) => ComponentChildren;
}

/** A live set in each of its states. */
export function LiveContent<T>({ live, loading, children }: LiveContentProps<T>) {
  switch (live.kind) {
    case 'loading':
      return <Loading label={loading} rows={4} />;
    case 'failed':
      return <ProblemNotice problem={live.problem} />;
    case 'ready':
      return <>{children(live.entries)}</>;
    default:
      return live satisfies never;
  }
}
