import type { CombinedError, OperationResult } from '@urql/core';
import { codeOf, type Problem, problemFrom } from '../api/problem.js';
import type { WrittenObject } from '../gql/graphql.js';
import type { GatewayRef } from '../paths.js';
import type { Fault } from './faults.js';

export interface Written {
  readonly written: readonly WrittenObject[];
  readonly gateway: GatewayRef;
}

/** How a save, or its trial by dry run, ended. */
export type Outcome =
  | ({ readonly kind: 'done' } & Written)
  /** The input is wrong, at these fields. */
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] }
  /** Someone else has changed the gateway since the form was opened. */
  | { readonly kind: 'conflict'; readonly problem: Problem }
  | { readonly kind: 'failed'; readonly problem: Problem };

export function outcomeFrom<Data>(result: OperationResult<Data>, payloadOf: (data: Data) => Written): Outcome {
  const { data, error } = result;
  if (error !== undefined) return outcomeOfError(error);
  if (data == null) return { kind: 'failed', problem: { code: 'NETWORK', message: '' } };
  return { kind: 'done', ...payloadOf(data) };
}

function outcomeOfError(error: CombinedError): Outcome {
  const problem = problemFrom(error);
  if (problem.code === 'CONFLICT') return { kind: 'conflict', problem };
  const faults = error.graphQLErrors.flatMap((one): Fault[] => {
    const path = pathOf(one);
    return path === undefined ? [] : [{ path, message: one.message }];
  });
  // Every error names a field: the form can show them all. Else the one that does not is the news.
  if (faults.length > 0 && faults.length === error.graphQLErrors.length) return { kind: 'faulty', faults };
  return { kind: 'failed', problem };
}

/** A name that is taken is a fault of the name's field. */
function pathOf(error: { extensions?: Record<string, unknown> }): Fault['path'] | undefined {
  const path = error.extensions?.['path'];
  if (Array.isArray(path)) return path;
  return codeOf(error) === 'ALREADY_EXISTS' ? ['input', 'name'] : undefined;
}
