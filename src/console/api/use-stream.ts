import type { AnyVariables, CombinedError, TypedDocumentNode } from '@urql/core';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApi } from '../session/session.js';
import { isTransient, type Problem, problemFrom } from './problem.js';

export interface StreamResult<Data> {
  readonly data: Data;
  /** Faults of single fields; the rest of the data stands. */
  readonly error: CombinedError | undefined;
  /** Which run of the stream it is of: each begins with all there is, up to its SYNCED. */
  readonly run: string;
}

const tryAgainAfterMs = 3_000;

/**
 * A subscription for as long as the component is there. Results come in batches, one a frame: a thousand changes are one
 * rendering. The socket comes back by itself; what the server ended with a passing fault is asked for again.
 */
export function useStream<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  onResults: (results: readonly StreamResult<Data>[]) => void,
): Problem | undefined {
  const api = useApi();
  const [problem, setProblem] = useState<Problem>();
  const handler = useRef(onResults);
  handler.current = onResults;
  const key = JSON.stringify(variables);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the variables are compared by content
  useEffect(() => {
    const batch = frameBatch<StreamResult<Data>>((results) => handler.current(results));
    let timer: ReturnType<typeof setTimeout> | undefined;
    let opened = 0;
    let stop = open();
    setProblem(undefined);
    function open(): () => void {
      opened += 1;
      return api.stream(document, variables, {
        next(data, error) {
          setProblem(undefined);
          batch.add({ data, error, run: `${opened}.${api.connections()}` });
        },
        end(error) {
          const found = problemFrom(error);
          setProblem(found);
          if (isTransient(found)) timer = setTimeout(reopen, tryAgainAfterMs);
        },
      });
    }
    function reopen(): void {
      stop();
      stop = open();
    }
    return () => {
      clearTimeout(timer);
      batch.stop();
      stop();
    };
  }, [api, document, key]);
  return problem;
}

/** Collects until the next frame; in a hidden page, where there are no frames, for a quarter of a second. */
function frameBatch<T>(flush: (entries: readonly T[]) => void): { add(entry: T): void; stop(): void } {
  let entries: T[] = [];
  let cancel: (() => void) | undefined;
  const run = () => {
    cancel = undefined;
    const taken = entries;
    entries = [];
    flush(taken);
  };
  const schedule = () => {
    if (document.hidden) {
      const timer = setTimeout(run, 250);
      return () => clearTimeout(timer);
    }
    const frame = requestAnimationFrame(run);
    return () => cancelAnimationFrame(frame);
  };
  return {
    add(entry) {
      entries.push(entry);
      cancel ??= schedule();
    },
    stop: () => cancel?.(),
  };
}
