import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Clock } from '../clock.js';
import type { Tracer } from '../observation.js';
import { OtelTracer } from './otel-tracer.js';

export interface TracingOptions {
  /** Of a collector that takes OTLP over HTTP; /v1/traces is added. */
  readonly endpoint: string;
  /** Of the traces that begin here, the part that is kept: 0 to 1. A caller's own trace says itself whether it is. */
  readonly ratio: number;
  readonly version: string;
  readonly clock: Clock;
  /** Spans that could not be handed over are lost; told of each attempt. */
  readonly onLost: (error: unknown, spans: number) => void;
}

export interface OpenTracing {
  readonly tracer: Tracer;
  /** Hands over what is left. Never rejects. */
  close(): Promise<void>;
}

/** Longest wait for the collector, also at the end. */
const exportTimeoutMs = 5_000;

export function openTracing({ endpoint, ratio, version, clock, onLost }: TracingOptions): OpenTracing {
  const otlp = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: exportTimeoutMs,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'alb-graphql', 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanLimits: { attributeValueLengthLimit: 256 },
    spanProcessors: [new BatchSpanProcessor({ exporter: telling(otlp, onLost), exportTimeoutMillis: exportTimeoutMs })],
  });
  return {
    tracer: new OtelTracer(provider.getTracer('alb-graphql', version), clock),
    // What could not be handed over is told above.
    close: () => provider.shutdown().catch(() => undefined),
  };
}

/** By itself the library would keep it to itself. */
function telling(exporter: SpanExporter, onLost: TracingOptions['onLost']): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error !== undefined) onLost(result.error, spans.length);
        done(result);
      }),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  };
}
