import { useState } from 'preact/hooks';
import { type Problem, problemAt } from '../api/problem.js';
import { type StreamResult, useStream } from '../api/use-stream.js';
import { type GatewayDetailFragment, GatewayLiveDocument, type GatewayLiveSubscription } from '../gql/graphql.js';
import type { GatewayRef } from '../paths.js';

export type LiveGateway =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'missing' }
  | { readonly kind: 'deleted'; readonly gateway: GatewayDetailFragment }
  /** `albProblem`: why the caller sees no ALB, where that is not because there is none. */
  | { readonly kind: 'there'; readonly gateway: GatewayDetailFragment; readonly albProblem: Problem | undefined };

/** `seenIn`: the run of the stream that last showed the gateway. A SYNCED of another run means that it went meanwhile. */
interface Followed {
  readonly state: LiveGateway;
  readonly seenIn: string;
}

/** One gateway by its stream alone: the stream begins with the object and goes on with its changes. */
export function useLiveGateway(gateway: GatewayRef): LiveGateway & { readonly streamProblem: Problem | undefined } {
  const [followed, setFollowed] = useState<Followed>({ state: { kind: 'loading' }, seenIn: '' });
  const { cluster, namespace, name } = gateway;
  const problem = useStream(GatewayLiveDocument, { cluster, namespace, name }, (results) =>
    setFollowed((before) => results.reduce(follow, before)),
  );
  const { state } = followed;
  if (problem !== undefined && state.kind !== 'there') return { kind: 'failed', problem, streamProblem: problem };
  return { ...state, streamProblem: problem };
}

function follow(before: Followed, { data, error, run }: StreamResult<GatewayLiveSubscription>): Followed {
  const { type, gateway } = data.gatewayEvents;
  if (type === 'SYNCED') return before.seenIn === run ? before : { state: missingAfter(before.state), seenIn: run };
  if (gateway == null) return before;
  const state: LiveGateway =
    type === 'DELETED' ? { kind: 'deleted', gateway } : { kind: 'there', gateway, albProblem: problemAt(error, 'alb') };
  return { state, seenIn: run };
}

function missingAfter(state: LiveGateway): LiveGateway {
  return state.kind === 'there' ? { kind: 'deleted', gateway: state.gateway } : { kind: 'missing' };
}
