import {
  type Attributes,
  isSpanContextValid,
  type Tracer as OtelApiTracer,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Clock } from '../clock.js';
import type { Span, SpanAttributes, Tracer } from '../observation.js';

/** An object is its watch event's for so long; a listener who comes later hears of it for other reasons. */
const eventMs = 10_000;
/** Of ten thousand listeners to one event so many are noted. */
const maxListeners = 20;

interface WatchEvent {
  readonly span: OtelSpan;
  readonly atMs: number;
  /** Counts up, since events of one millisecond have an order too. */
  readonly at: number;
  listeners: number;
}

/** Observation by OpenTelemetry's API. Spans are passed on by hand: no context of OpenTelemetry's own is kept. */
export class OtelTracer implements Tracer {
  readonly #events = new WeakMap<object, WatchEvent>();
  #count = 0;

  constructor(
    private readonly tracer: OtelApiTracer,
    private readonly clock: Clock,
  ) {}

  startOperation(traceparent: unknown): Span {
    const parent = parentFrom(traceparent);
    const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
    return this.#wrap(this.tracer.startSpan('graphql', { kind: SpanKind.SERVER }, context));
  }

  startWatchEvent(attributes: SpanAttributes, objects: Iterable<object>): Span {
    const span = this.tracer.startSpan('watch event', { attributes: known(attributes) }, ROOT_CONTEXT);
    this.#count += 1;
    const event = { span, atMs: this.clock.elapsed(), at: this.#count, listeners: 0 };
    if (span.isRecording()) for (const object of objects) this.#events.set(object, event);
    return this.#wrap(span);
  }

  watchEventOf(objects: Iterable<object>): Span | undefined {
    let last: WatchEvent | undefined;
    for (const object of objects) {
      const event = this.#events.get(object);
      if (event !== undefined && event.at > (last?.at ?? 0)) last = event;
    }
    if (last === undefined || this.clock.elapsed() - last.atMs > eventMs || last.listeners >= maxListeners)
      return undefined;
    last.listeners += 1;
    return this.#wrap(last.span);
  }

  #wrap(span: OtelSpan): Span {
    let over = false;
    return {
      traceparent: traceparentOf(span.spanContext()),
      start: (name, attributes = {}, kind = 'internal') =>
        over
          ? undefined
          : this.#wrap(
              this.tracer.startSpan(
                name,
                { attributes: known(attributes), kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL },
                trace.setSpan(ROOT_CONTEXT, span),
              ),
            ),
      end({ fault, name, attributes = {} } = {}) {
        span.setAttributes(known(attributes));
        if (name !== undefined) span.updateName(name);
        if (fault !== undefined)
          span.setAttribute('error.type', fault).setStatus({ code: SpanStatusCode.ERROR, message: fault });
        over = true;
        span.end();
      },
    };
  }
}

function known(attributes: SpanAttributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as Attributes;
}

const pattern = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-.*)?$/;

/** What a caller sends in the form of W3C Trace Context; anything else begins a trace of its own. */
function parentFrom(traceparent: unknown): SpanContext | undefined {
  const [, traceId = '', spanId = '', flags = ''] =
    (typeof traceparent === 'string' && pattern.exec(traceparent)) || [];
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(parent) && !String(traceparent).startsWith('ff') ? parent : undefined;
}

function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${(traceFlags & 1).toString().padStart(2, '0')}`;
}
