import {
  type ExecutionResult,
  execute,
  GraphQLError,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  getOperationAST,
  getVariableValues,
  subscribe,
  validate,
} from 'graphql';
import { AlbError } from '../../../src/errors.js';
import { createParser } from '../../../src/graphql/documents.js';
import type { Engine, OperationContext } from '../../../src/graphql/engine.js';
import type { TrustedDocuments } from '../../../src/graphql/trusted-documents.js';

/** Something a test waits for, or lets happen. */
const createGate = () => Promise.withResolvers<void>();

/** The engine's ends that a test holds in its hands. */
export interface Stage {
  /** Resolves when `slow` or `slowWrite` was reached; what it gives is that operation's signal. */
  readonly reached: Promise<AbortSignal>;
  /** Lets `slow` and `slowWrite` answer. */
  readonly release: () => void;
  /** Sends an event to the subscription; an error ends it. */
  readonly emit: (value: string | Error) => void;
  /** Resolves when the subscription's source was ended. */
  readonly sourceEnded: Promise<void>;
  /** Resolves when the subscription started. */
  readonly subscribed: Promise<void>;
}

/** A small schema on graphql-js, with every kind of outcome that a host meets. */
export function createTestEngine(trusted?: TrustedDocuments): { engine: Engine; stage: Stage } {
  const reached = Promise.withResolvers<AbortSignal>();
  const released = createGate();
  const ended = createGate();
  const subscribed = createGate();
  const events: (string | Error)[] = [];
  let wake: (() => void) | undefined;

  async function* ticks() {
    try {
      for (;;) {
        for (let event = events.shift(); event !== undefined; event = events.shift()) {
          if (event instanceof Error) throw event;
          yield { tick: event };
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      ended.resolve();
    }
  }

  const slow = async (_root: unknown, _args: unknown, { signal }: OperationContext) => {
    reached.resolve(signal);
    await released.promise;
    return 'done';
  };
  const slowRead = (root: unknown, args: unknown, context: OperationContext) =>
    Promise.race([
      slow(root, args, context),
      new Promise<never>((_resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(context.signal.reason));
      }),
    ]);
  const text = { type: GraphQLString };
  const schema = new GraphQLSchema({
    query: new GraphQLObjectType<unknown, OperationContext>({
      name: 'Query',
      fields: {
        hello: {
          ...text,
          args: { name: { type: new GraphQLNonNull(GraphQLString) } },
          resolve: (_r, { name }) => `hello ${name}`,
        },
        token: { ...text, resolve: (_r, _a, { caller }) => caller.token ?? 'anonymous' },
        /** More than a connection holds that nobody reads from. */
        long: { ...text, resolve: () => 'x'.repeat(32 << 20) },
        denied: {
          ...text,
          resolve() {
            throw new AlbError('FORBIDDEN', 'Not for you', { cause: new Error('a secret') });
          },
        },
        slow: { ...text, resolve: slowRead },
      },
    }),
    mutation: new GraphQLObjectType<unknown, OperationContext>({
      name: 'Mutation',
      fields: { write: { ...text, resolve: () => 'written' }, slowWrite: { ...text, resolve: slow } },
    }),
    subscription: new GraphQLObjectType<unknown, OperationContext>({
      name: 'Subscription',
      fields: {
        tick: {
          ...text,
          subscribe() {
            subscribed.resolve();
            const source = ticks();
            return Object.assign(source, {
              return: async () => {
                ended.resolve();
                return { done: true as const, value: undefined };
              },
            });
          },
        },
      },
    }),
  });

  const contextFor: Engine['contextFor'] = (caller, { signal, own }) => ({ caller, signal, own });
  const engine: Engine = {
    schema,
    trusted,
    parse: createParser({ trusted, limits: { maxDocumentChars: 3000, maxTokens: 200 } }),
    check({ document, operationName, variables }) {
      const costly = document.loc?.source.body.includes('costly');
      if (costly) {
        const errors = ['Too much', 'Far too much'].map((message) => codeError('QUERY_TOO_COMPLEX', message));
        return { kind: 'refused', errors };
      }
      const invalid = validate(schema, document).map(({ message }) => codeError('BAD_USER_INPUT', message));
      const operation = getOperationAST(document, operationName || null);
      if (invalid.length > 0 || !operation) return { kind: 'refused', errors: [...invalid, ...unknown(operation)] };
      const { coerced, errors = [] } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
      if (coerced !== undefined) return { kind: 'passed', document, operation, variables: coerced };
      return { kind: 'refused', errors: errors.map(({ message }) => codeError('BAD_USER_INPUT', message)) };
    },
    answer: async (_request, caller, resources) => ({ kind: 'unanswered', context: contextFor(caller, resources) }),
    contextFor,
    execute: (args) => execute(args),
    subscribe: (args) => subscribe(args) as Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>,
    eventsWaiting: () => 0,
    idle: async () => undefined,
    formatError(error) {
      const inner = error instanceof GraphQLError ? error.originalError : error;
      const code = inner instanceof AlbError ? inner.code : (error as GraphQLError).extensions?.['code'];
      const { message, path, extensions } = error as GraphQLError;
      return { message, ...(path && { path }), extensions: { ...extensions, code: code ?? 'INTERNAL_SERVER_ERROR' } };
    },
  };
  const stage: Stage = {
    reached: reached.promise,
    release: () => released.resolve(),
    emit(value) {
      events.push(value);
      wake?.();
    },
    sourceEnded: ended.promise,
    subscribed: subscribed.promise,
  };
  return { engine, stage };
}

const unknown = (operation: unknown) => (operation ? [] : [codeError('BAD_USER_INPUT', 'No such operation')]);
const codeError = (code: string, message: string) => new GraphQLError(message, { extensions: { code } });
