import { useEffect, useRef, useState } from 'preact/hooks';
import { type Problem, problemFrom } from '../api/problem.js';
import { useStream } from '../api/use-stream.js';
import {
  GatewayChangesDocument,
  type GatewayRowFragment,
  GatewaysDocument,
  type GatewaysQuery,
} from '../gql/graphql.js';
import { useApi } from '../session/session.js';
import { filterFrom, type ListQuery, variablesFrom } from './list-query.js';

type Connection = NonNullable<GatewaysQuery['gateways']>;

export type LivePage =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** `refreshing`: rows came or went, and the page is asked for again. */
  | { readonly kind: 'ready'; readonly page: Connection; readonly refreshing: boolean };

export interface LiveState {
  /** Why the page is not kept live, such as for one who may list but not watch. */
  readonly streamProblem: Problem | undefined;
  refresh(): void;
}

/** Objects that come and go in a burst cost one query each this many milliseconds. */
const refreshEveryMs = 400;

/**
 * One page of gateways, kept live. The query brings the page; the stream changes the rows that are shown, and makes the
 * query be asked again when one came or went, and at every SYNCED: the first, and those after a lost connection.
 */
export function useLiveGateways(query: ListQuery): LivePage & LiveState {
  const api = useApi();
  const [state, setState] = useState<LivePage>({ kind: 'loading' });
  const variables = variablesFrom(query);
  const key = JSON.stringify(variables);
  const refresh = useRef<() => void>(() => undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the variables are compared by content
  useEffect(() => {
    let current = true;
    const fetching = oneAtATime(async () => {
      const { data, error } = await api.client.query(GatewaysDocument, variables).toPromise();
      // Another question has been asked meanwhile.
      if (!current) return;
      const page = data?.gateways;
      if (page) return setState((before) => ({ kind: 'ready', page: keepingRows(before, page), refreshing: false }));
      const problem: Problem = error ? problemFrom(error) : { code: 'NETWORK', message: '' };
      // While the server is away the last page stays; the connection's own mark tells of it.
      setState((before) =>
        before.kind === 'ready' && problem.code === 'NETWORK' ? before : { kind: 'failed', problem },
      );
    });
    setState((before) => (before.kind === 'ready' ? { ...before, refreshing: true } : { kind: 'loading' }));
    refresh.current = fetching.ask;
    fetching.ask();
    return () => {
      current = false;
      fetching.stop();
    };
  }, [api, key]);

  const streamProblem = useStream(GatewayChangesDocument, filterFrom(query), (results) => {
    const changed = new Map<string, GatewayRowFragment>();
    let moved = false;
    for (const { data } of results) {
      const { type, gateway } = data.gatewayEvents;
      if (type === 'MODIFIED' && gateway) changed.set(gateway.id, gateway);
      else moved = true;
    }
    if (changed.size > 0) setState((before) => withChanges(before, changed));
    if (moved) refresh.current();
  });
  return { ...state, streamProblem, refresh: () => refresh.current() };
}

function withChanges(state: LivePage, changed: ReadonlyMap<string, GatewayRowFragment>): LivePage {
  if (state.kind !== 'ready' || !state.page.nodes.some(({ id }) => changed.has(id))) return state;
  const nodes = state.page.nodes.map((node) => changed.get(node.id) ?? node);
  return { ...state, page: { ...state.page, nodes } };
}

/** Rows that say the same stay the same objects: only what is news is drawn again. */
function keepingRows(before: LivePage, page: Connection): Connection {
  if (before.kind !== 'ready') return page;
  const known = new Map(before.page.nodes.map((node) => [node.id, node]));
  const nodes = page.nodes.map((node) => {
    const old = known.get(node.id);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(node) ? old : node;
  });
  return { ...page, nodes };
}

/** Runs a task when asked; asked while it runs or has just run, once more after a pause. */
function oneAtATime(task: () => Promise<unknown>): { ask(): void; stop(): void } {
  let state: 'idle' | 'busy' | 'wanted' | 'stopped' = 'idle';
  const run = async () => {
    state = 'busy';
    try {
      await task();
    } finally {
      setTimeout(() => {
        if (state === 'wanted') begin();
        else if (state === 'busy') state = 'idle';
      }, refreshEveryMs);
    }
  };
  // A task says by itself what went wrong; what is left is a fault, and the browser's console tells of it.
  const begin = () => void run();
  return {
    ask() {
      if (state === 'idle') begin();
      else if (state === 'busy') state = 'wanted';
    },
    stop() {
      state = 'stopped';
    },
  };
}
