import type { Caller } from '../kube/ports.js';
import type { Tracer } from '../observation.js';

/** The caller, with the one operation that they ask for now. `traceparent`: from the caller, if they are in a trace. */
export function observed(
  { tracer }: { readonly tracer?: Tracer | undefined },
  caller: Caller,
  requestId: string,
  traceparent: unknown,
): Caller {
  return { ...caller, observation: { requestId, span: tracer?.startOperation(traceparent), clusters: new Set() } };
}
