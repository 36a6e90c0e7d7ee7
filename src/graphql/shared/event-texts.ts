import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
} from 'graphql';
import { type Awaitable, andThen, recover } from '../../awaitable.js';
import { collectFields, fragmentsOf } from '../collect-fields.js';
import { comparableResult } from '../comparable-result.js';
import { compileType, type Write } from '../quick/compile-selection.js';
import { jsonOfString } from '../quick/json-text.js';
import type { TextBudget } from '../quick/kept-texts.js';
import { Obstacle } from '../quick/obstacle.js';
import type { SchemaEvent } from './schema-events.js';

export interface EventTextsOptions {
  readonly schema: GraphQLSchema;
  readonly budget: TextBudget;
  readonly execute: (args: ExecutionArgs) => Promise<ExecutionResult> | ExecutionResult;
  readonly formatError: (error: unknown) => GraphQLFormattedError;
}

/** Fields that look beyond what is watched: each listener's are read in their own name. */
const askElsewhere: ReadonlySet<string> = new Set([
  'Gateway.events',
  'Alb.events',
  'Alb.gateways',
  'Alb.orphaned',
  'GatewayClass.gateways',
]);
const eventTypes = ['GatewayEvent', 'AlbEvent', 'GatewayClassEvent'];

/** What one selection says of an event, as the JSON of a result; and as a text to compare by, which leaves out what is no news. */
export class EventTexts {
  private constructor(
    private readonly options: EventTextsOptions,
    private readonly args: ExecutionArgs,
    /** The field's key, as JSON. */
    private readonly name: string,
    private readonly write: Write,
    private readonly writeComparable: Write,
  ) {}

  /** Undefined for a selection that has to be read for each listener. */
  static make(options: EventTextsOptions, args: ExecutionArgs): EventTexts | undefined {
    const { schema, budget } = options;
    const { document, operationName = null, variableValues } = args;
    const operation = getOperationAST(document, operationName);
    const type = schema.getSubscriptionType();
    if (!operation || !type) return undefined;
    const scope = {
      schema,
      fragments: fragmentsOf(document as DocumentNode),
      variables: variableValues ?? {},
      budget,
      refuses: askElsewhere,
    };
    const [field] = collectFields(scope, type, [operation.selectionSet]);
    const definition = field && type.getFields()[field[1][0]?.name.value ?? ''];
    if (field === undefined || definition === undefined) return undefined;
    const sets = field[1].flatMap(({ selectionSet }) => selectionSet ?? []);
    try {
      const write = compileType(scope, definition.type, sets);
      const comparable = compileType({ ...scope, omits: isNoNews }, definition.type, sets);
      return new EventTexts(options, args, jsonOfString(field[0]), write, comparable);
    } catch (thrown) {
      if (thrown instanceof Obstacle) return undefined;
      throw thrown;
    }
  }

  /** The whole result. Where it is not one without errors, graphql-js says what it is. */
  textOf(event: SchemaEvent): Awaitable<string> {
    const quickly = () => andThen(this.write(event), (text) => `{"data":{${this.name}:${text}}}`);
    return recover(quickly, async () => {
      const { errors, ...rest } = await this.#execute(event);
      return JSON.stringify({ ...rest, ...(errors && { errors: errors.map(this.options.formatError) }) });
    });
  }

  /** Equal to what comparableResult says of the result. */
  comparableOf(event: SchemaEvent): Awaitable<string> {
    const quickly = () => andThen(this.writeComparable(event), (text) => `[{${this.name}:${text}},null]`);
    return recover(quickly, async () => comparableResult(await this.#execute(event), this.args));
  }

  /** In nobody's name: what is told to many must not hang by who came first. */
  async #execute(event: SchemaEvent): Promise<ExecutionResult> {
    return this.options.execute({ ...this.args, contextValue: undefined, rootValue: event });
  }
}

/** resourceVersion everywhere, and of the event itself its type: a first MODIFIED follows an ADDED. */
function isNoNews({ name: type }: { readonly name: string }, field: string): boolean {
  return field === 'resourceVersion' || (field === 'type' && eventTypes.includes(type));
}
