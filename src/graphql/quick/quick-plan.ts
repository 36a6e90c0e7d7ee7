import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import { andThen, mapAll } from '../../awaitable.js';
import { collectFields, fragmentsOf } from '../collect-fields.js';
import type { Context } from '../context.js';
import { bytesOfTree } from '../document-bytes.js';
import type { AnswerWriting } from './answer-writing.js';
import { compileType, type Write } from './compile-selection.js';
import { joinTexts } from './join-texts.js';
import { jsonOfString } from './json-text.js';
import type { TextBudget } from './kept-texts.js';
import { Obstacle } from './obstacle.js';

/** Root fields that read the three kinds alone, so that all they depend on passes the reader of the caller. */
const roots = new Set(['gateways', 'gateway', 'gatewayClasses', 'gatewayClass', 'albs', 'alb', 'node', 'nodes']);

/** As measured, for each field of a selection: what writes it, and the table of texts that its object's type has. */
const fieldBytes = 1_000;

interface RootField {
  readonly start: string;
  readonly nodes: readonly FieldNode[];
  readonly definition: GraphQLField<unknown, unknown>;
  readonly write: Write;
}

/** What one operation of a document comes to, in one choice of those variables that its selections depend on. */
export class QuickPlan {
  private constructor(
    private readonly fields: readonly RootField[],
    private readonly infoOf: (field: RootField, variables: Readonly<Record<string, unknown>>) => GraphQLResolveInfo,
    private readonly document: DocumentNode,
    private readonly compiled: { readonly fields: number },
  ) {}

  /** Memory that it takes, with the document that it refers to. */
  get bytes(): number {
    return bytesOfTree(this.document) + fieldBytes * (this.fields.length + this.compiled.fields);
  }

  /** Undefined for what is not to be answered in this way: anything but queries of the three kinds. */
  static make(options: {
    schema: GraphQLSchema;
    document: DocumentNode;
    operation: OperationDefinitionNode;
    variables: Readonly<Record<string, unknown>>;
    budget: TextBudget;
  }): QuickPlan | undefined {
    const { schema, document, operation, variables, budget } = options;
    const type = schema.getQueryType();
    if (operation.operation !== OperationTypeNode.QUERY || !type) return undefined;
    const fragments = fragmentsOf(document);
    const compiled = { fields: 0 };
    const scope = { schema, fragments, variables, budget, compiled };
    const selected = [...collectFields(scope, type, [operation.selectionSet])];
    if (!selected.every(([, nodes]) => roots.has(nodes[0]?.name.value ?? ''))) return undefined;
    try {
      const fields = selected.map(([key, nodes]) => {
        const definition = type.getFields()[nodes[0]?.name.value ?? ''] as GraphQLField<unknown, unknown>;
        const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
        return { start: `${jsonOfString(key)}:`, nodes, definition, write: compileType(scope, definition.type, sets) };
      });
      const shared = { schema, fragments: Object.fromEntries(fragments), rootValue: undefined, operation };
      const infoOf = ({ nodes, definition }: RootField, variableValues: Readonly<Record<string, unknown>>) => ({
        ...shared,
        fieldName: definition.name,
        fieldNodes: nodes,
        returnType: definition.type,
        parentType: type,
        path: { prev: undefined, key: definition.name, typename: type.name },
        variableValues,
      });
      return new QuickPlan(fields, infoOf, document, compiled);
    } catch (thrown) {
      if (thrown instanceof Obstacle) return undefined;
      throw thrown;
    }
  }

  /** The whole answer as JSON. Rejects where it is not one without errors. */
  async run(context: Context, variables: Readonly<Record<string, unknown>>, writing: AnswerWriting): Promise<string> {
    const values = await mapAll(this.fields, (field) => this.#resolve(field, context, variables));
    const data = joinTexts(this.fields, ({ write }, at) => write(values[at], writing), writing);
    return andThen(data, (text) => `{"data":${text}}`);
  }

  /** Asynchronous, so that a resolver that throws at once leaves no promise of another unheard. */
  async #resolve(field: RootField, context: Context, variables: Readonly<Record<string, unknown>>): Promise<unknown> {
    const { definition, nodes } = field;
    const [node] = nodes;
    if (node === undefined || definition.resolve === undefined) throw new Obstacle();
    const args = getArgumentValues(definition, node, variables);
    return definition.resolve(undefined, args, context, this.infoOf(field, variables));
  }
}

/** The names of the variables used anywhere but as an argument of a root field: a plan is made for one choice of these. */
export function variablesOfSelections(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const note = (node: object) => visit(node as DocumentNode, { Variable: ({ name }) => void names.add(name.value) });
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) note(definition);
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const selection of definition.selectionSet.selections) {
      if (selection.kind !== Kind.FIELD) note(selection);
      else for (const part of [...(selection.directives ?? []), selection.selectionSet]) if (part) note(part);
    }
  }
  return [...names];
}
