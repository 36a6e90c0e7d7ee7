import type { OnCache } from '../bounded-cache.js';
import type { Clock } from '../clock.js';
import type { Limits } from '../config.js';
import type { Engine } from '../graphql/engine.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Tracer } from '../observation.js';
import type { Admission, AdmissionLimits } from './admission.js';
import type { Identify } from './identity.js';
import type { OriginRules } from './request-origin.js';

/** What every host of operations is given. */
export interface HostOptions {
  readonly engine: Engine;
  readonly identify: Identify;
  readonly origins: OriginRules;
  readonly clock: Clock;
  readonly limits: AdmissionLimits &
    Pick<
      Limits,
      | 'maxBodyBytes'
      | 'maxHeaderBytes'
      | 'maxTokens'
      | 'maxVariablesDepth'
      | 'maxVariablesBytes'
      | 'maxConnections'
      | 'maxSockets'
      | 'maxOperationsPerSocket'
      | 'maxUnsentBytes'
    >;
  /** For queries and mutations; 0: no deadline. */
  readonly operationTimeoutMs: number;
  /** Between pings of a WebSocket; 0: none. */
  readonly heartbeatMs: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Absent: nothing is traced. */
  readonly tracer?: Tracer | undefined;
  readonly onCache?: OnCache | undefined;
}

/** With the one count of all hosts. */
export interface Host extends HostOptions {
  readonly admission: Admission;
}
