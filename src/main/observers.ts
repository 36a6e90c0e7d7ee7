import type { KubeObserver } from '../kube/observer.js';
import type { Logger } from '../log.js';
import type { Metrics, OperationEvent } from '../metrics.js';
import type { Tracer } from '../observation.js';
import { callerHash, logOperation } from './log-operation.js';

/** Where what happens is noted. */
export interface Notes {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer | undefined;
}

/** What clusters are asked, and what they tell, in metrics, log and traces. */
export function kubeObserver({ logger, metrics, tracer }: Notes): KubeObserver {
  return {
    onRequest: (event) => metrics.countUpstreamRequest(event),
    onInformer({ cluster, kind, namespace, state, error: err }) {
      if (state === 'waiting') metrics.countWatchRestart({ cluster, kind: kind.kind });
      logger[state === 'waiting' ? 'warn' : 'debug']({ cluster, kind: kind.kind, namespace, state, err }, 'watch');
    },
    onChanges({ cluster, kind, namespace, changes, listeners }) {
      metrics.countChanges({ cluster, kind: kind.kind, changes: changes.length });
      const span = tracer?.startWatchEvent(
        {
          'k8s.cluster.name': cluster,
          'k8s.namespace.name': namespace,
          'alb_graphql.kind': kind.kind,
          'alb_graphql.changes': changes.length,
          'alb_graphql.listeners': listeners,
        },
        changes.map(({ object }) => object),
      );
      return () => span?.end();
    },
    onListenerFault: (err) => logger.error({ err }, 'listener failed'),
  };
}

/** The metrics, where whatever counts an operation logs it too, and ends its span. */
export function observing({ logger, metrics }: Notes): Metrics {
  return {
    ...metrics,
    countOperation(event) {
      metrics.countOperation(event);
      logOperation(logger, event);
      endSpan(event);
    },
  };
}

function endSpan({ name, field, type, code, caller }: OperationEvent): void {
  const { span, requestId, clusters } = caller?.observation ?? {};
  if (caller === undefined || span === undefined) return;
  span.end({
    fault: code === 'OK' ? undefined : code,
    name: `${type} ${field ?? 'unknown'}`,
    attributes: {
      'graphql.operation.type': type,
      'graphql.operation.name': name,
      'alb_graphql.request_id': requestId,
      'alb_graphql.clusters': clusters && [...clusters].join(','),
      'alb_graphql.caller': callerHash(caller.key),
    },
  });
}
