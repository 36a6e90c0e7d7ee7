import { expect, it } from '@jest/globals';
import { buildSchema, execute, parse } from 'graphql';
import { traceRootFields } from '../../../src/graphql/trace-root-fields.js';
import type { Span, Tracer } from '../../../src/observation.js';

it('an event that is read in nobody’s name is traced without a caller', () => {
  const started: unknown[] = [];
  const span = {
    start: (name: string, attributes?: object) => {
      started.push([name, attributes]);
      return span;
    },
    end: () => undefined,
  } as unknown as Span;
  const tracer = { watchEventOf: () => span } as unknown as Tracer;
  const schema = traceRootFields(
    buildSchema('type Query { a: Int } type Subscription { gatewayEvents: E } type E { type: String }'),
    tracer,
  );
  const event = { gatewayEvents: { type: 'ADDED' } };
  const document = parse('subscription { gatewayEvents { type } }');
  expect(execute({ schema, document, rootValue: event, contextValue: undefined })).toEqual({ data: event });
  expect(started).toEqual([['listener gatewayEvents', { 'alb_graphql.request_id': undefined }]]);
});
