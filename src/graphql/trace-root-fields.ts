import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { andThen, recover } from '../awaitable.js';
import { AlbError } from '../errors.js';
import type { ObjectView } from '../gateway/object-view.js';
import type { KubeObject } from '../kube/ports.js';
import type { Span, Tracer } from '../observation.js';
import type { OperationContext } from './engine.js';

type Resolve = GraphQLFieldResolver<unknown, OperationContext>;

/**
 * Makes each root field a span: of its operation, and of a subscription's events one under the watch event that they tell of.
 * Fields below are left alone: a thousand rows of twenty fields are no trace that anybody reads.
 */
export function traceRootFields(schema: GraphQLSchema, tracer: Tracer): GraphQLSchema {
  const fieldsOf = (type: ReturnType<GraphQLSchema['getQueryType']>) => Object.values(type?.getFields() ?? {});
  for (const field of [...fieldsOf(schema.getQueryType()), ...fieldsOf(schema.getMutationType())]) {
    field.resolve = inSpan(field.resolve ?? defaultFieldResolver, (_, context) =>
      context?.caller.observation?.span?.start(`resolve ${field.name}`),
    );
  }
  for (const field of fieldsOf(schema.getSubscriptionType())) {
    field.resolve = inSpan(field.resolve ?? defaultFieldResolver, (event, context) =>
      tracer.watchEventOf(objectsOf(event))?.start(`listener ${field.name}`, {
        'alb_graphql.request_id': context?.caller.observation?.requestId,
      }),
    );
    if (field.subscribe === undefined) continue;
    field.subscribe = inSpan(field.subscribe, (_, context) =>
      context?.caller.observation?.span?.start(`subscribe ${field.name}`),
    );
  }
  return schema;
}

/** Without a context: what is told to many is read in nobody's name. */
function inSpan(
  resolve: Resolve,
  start: (root: unknown, context: OperationContext | undefined) => Span | undefined,
): Resolve {
  return (root, args, context, info) => {
    const span = start(root, context);
    if (span === undefined) return resolve(root, args, context, info);
    const fail = (thrown: unknown) => {
      span.end({ fault: AlbError.from(thrown).code });
      throw thrown;
    };
    const end = (value: unknown) => {
      span.end();
      return value;
    };
    return recover(() => andThen(resolve(root, args, context, info), end), fail);
  };
}

/** Whose change an event may tell of: the object's own, or that of its ALB, as far as it is known. */
function objectsOf(event: unknown): KubeObject[] {
  const { gateway, gatewayClass, alb } = event as Partial<Record<string, View | null>>;
  const view = gateway ?? gatewayClass ?? alb;
  if (view === undefined || view === null) return [];
  // An ALB that may not be read, now or later, is one that is not known.
  const behind = recover(
    () => view.alb?.() ?? null,
    () => null,
  );
  return behind && !(behind instanceof Promise) ? [view.resource, behind.resource] : [view.resource];
}

type View = ObjectView<KubeObject> & { alb?(): View | null | Promise<View | null> };
