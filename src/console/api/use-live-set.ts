import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useState } from 'preact/hooks';
import { afterEvent, emptySet, type LiveSet, type SetEvent } from './live-set.js';
import type { Problem } from './problem.js';
import { useStream } from './use-stream.js';

export type Live<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'ready'; readonly entries: readonly T[] };

/** A small set that its stream alone keeps. Other variables want another component (`key`): the set starts empty. */
export function useLiveSet<Data, Variables extends AnyVariables, T extends { readonly id: string }>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  eventFrom: (data: Data) => Omit<SetEvent<T>, 'run'>,
): Live<T> {
  const [set, setSet] = useState<LiveSet<T>>(emptySet);
  const [begun, setBegun] = useState(false);
  const problem = useStream(document, variables, (results) => {
    const events = results.map(({ data, run }) => ({ ...eventFrom(data), run }));
    setSet((before) => events.reduce(afterEvent<T>, before));
    if (events.some(({ type }) => type === 'SYNCED')) setBegun(true);
  });
  if (problem !== undefined) return { kind: 'failed', problem };
  return begun ? { kind: 'ready', entries: [...set.entries.values()] } : { kind: 'loading' };
}
