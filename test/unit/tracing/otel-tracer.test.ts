import { describe, expect, it } from '@jest/globals';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { OtelTracer } from '../../../src/tracing/otel-tracer.js';
import { createTestClock } from '../http/test-clock.js';

function createTracer() {
  const exporter = new InMemorySpanExporter();
  const clock = createTestClock();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tracer = new OtelTracer(provider.getTracer('test'), clock);
  return { tracer, clock, names: () => exporter.getFinishedSpans().map(({ name }) => name) };
}

const traceId = '0af7651916cd43dd8448eb211c80319c';

describe('a traceparent from outside', () => {
  it.each([
    ['is gone on with', `00-${traceId}-b7ad6b7169203331-01`, traceId],
    ['of a later version too', `01-${traceId}-b7ad6b7169203331-01-more`, traceId],
    ['of no version there can be', `ff-${traceId}-b7ad6b7169203331-01`, undefined],
    ['of zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, undefined],
    ['in capitals', `00-${traceId.toUpperCase()}-b7ad6b7169203331-01`, undefined],
    ['cut short', `00-${traceId}-b7ad6b71`, undefined],
    ['that is no text', { traceId }, undefined],
    ['that is not there', undefined, undefined],
  ])('%s', (_title, traceparent, expected) => {
    const own = createTracer().tracer.startOperation(traceparent).traceparent;
    expect(own).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-0[01]$/);
    const [, id] = own.split('-');
    if (expected === undefined) expect(id).not.toBe(traceId);
    else expect(id).toBe(expected);
  });

  it('whose caller keeps it not is passed on as not kept', () => {
    const { tracer } = createTracer();
    expect(tracer.startOperation(`00-${traceId}-b7ad6b7169203331-00`).traceparent).toMatch(/-00$/);
  });
});

it('a span that is over has no more parts', () => {
  const { tracer, names } = createTracer();
  const operation = tracer.startOperation(undefined);
  operation.start('within')?.end();
  operation.end({ name: 'subscription gatewayEvents' });
  expect(operation.start('hours later')).toBeUndefined();
  expect(names()).toEqual(['within', 'subscription gatewayEvents']);
});

describe('the watch event of an object', () => {
  it('is the newest of those that brought one of them', () => {
    const { tracer, names } = createTracer();
    const [gateway, alb] = [{}, {}];
    tracer.startWatchEvent({}, [gateway]).end({ name: 'first' });
    const second = tracer.startWatchEvent({}, [alb]);
    second.end({ name: 'second' });
    const listener = tracer.watchEventOf([gateway, alb])?.start('listener');
    listener?.end();
    expect(listener?.traceparent.split('-')[1]).toBe(second.traceparent.split('-')[1]);
    expect(names()).toEqual(['first', 'second', 'listener']);
  });

  it('is nobody’s after ten seconds, and of twenty listeners at the most', () => {
    const { tracer, clock } = createTracer();
    const [early, late] = [{}, {}];
    tracer.startWatchEvent({}, [early]).end();
    const noted = Array.from({ length: 30 }, () => tracer.watchEventOf([early])).filter((span) => span !== undefined);
    expect(noted).toHaveLength(20);
    tracer.startWatchEvent({}, [late]).end();
    clock.advance(10_001);
    expect(tracer.watchEventOf([late])).toBeUndefined();
    expect(tracer.watchEventOf([{}])).toBeUndefined();
  });
});
