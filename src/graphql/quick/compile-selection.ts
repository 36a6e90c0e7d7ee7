import {
  type FieldNode,
  type GraphQLNullableType,
  GraphQLObjectType,
  type GraphQLOutputType,
  getArgumentValues,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  type SelectionSetNode,
} from 'graphql';
import type { Awaitable } from '../../awaitable.js';
import { ObjectView } from '../../gateway/object-view.js';
import type { KubeObject } from '../../kube/ports.js';
import { collectFields, type SelectionScope } from '../collect-fields.js';
import type { AnswerWriting } from './answer-writing.js';
import { joinList } from './join-list.js';
import { joinTexts } from './join-texts.js';
import { jsonOfString, leafWriter } from './json-text.js';
import { KeptTexts, type TextBudget } from './kept-texts.js';
import { Obstacle } from './obstacle.js';

/**
 * Writes a value as the JSON that GraphQL would answer for it, or throws an Obstacle (or whatever the value throws). Without
 * `writing` it never gives way, and is of any size.
 */
export type Write = (value: unknown, writing?: AnswerWriting) => Awaitable<string>;

export interface CompileScope extends SelectionScope {
  readonly budget: TextBudget;
  /** Fields that are not written, though they are selected. */
  readonly omits?: ((type: GraphQLObjectType, field: string) => boolean) | undefined;
  /** Fields, as Type.field, with which there is no writing at all. */
  readonly refuses?: ReadonlySet<string> | undefined;
  /** Counts the fields that are compiled, fragments wherever they are spread: those tell how much memory it takes. */
  readonly compiled?: { fields: number } | undefined;
}

/**
 * The selection of a field as a function that writes text, for schemas whose fields below the roots are members of their
 * values. It does what graphql-js does when nothing goes wrong; where something does, it throws, and graphql-js is asked.
 */
export function compileType(scope: CompileScope, type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Write {
  const write = compileNullable(scope, getNullableType(type), sets);
  const absent = isNonNullType(type) ? refuseNull : writeNull;
  return (value, writing) => {
    if (value === null || value === undefined) return absent();
    if (value instanceof Error) throw value;
    return write(value, writing);
  };
}

function compileNullable(scope: CompileScope, type: GraphQLNullableType, sets: readonly SelectionSetNode[]): Write {
  if (isLeafType(type)) return leafWriter(type);
  if (isListType(type)) {
    const write = compileType(scope, type.ofType as GraphQLOutputType, sets);
    return (list, writing) => {
      if (!Array.isArray(list)) throw new Obstacle();
      return joinList(list, write, writing);
    };
  }
  if (type instanceof GraphQLObjectType) return compileObject(scope, type, sets);
  if (isAbstractType(type)) return compileAbstract(scope, sets);
  throw new Obstacle();
}

/** A view says of what type it is; one writer for each type, made when the first of it comes. */
function compileAbstract(scope: CompileScope, sets: readonly SelectionSetNode[]): Write {
  const writers = new Map<string, Write>();
  return (value, writing) => {
    const { typeName } = value as { typeName?: string };
    if (typeName === undefined) throw new Obstacle();
    let write = writers.get(typeName);
    if (write === undefined) {
      const type = scope.schema.getType(typeName);
      if (!(type instanceof GraphQLObjectType)) throw new Obstacle();
      write = compileObject(scope, type, sets);
      writers.set(typeName, write);
    }
    return write(value, writing);
  };
}

/** One field of an object: what comes before its value, and its value. */
interface Field {
  readonly start: string;
  readonly write: Write;
}

function compileObject(scope: CompileScope, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Write {
  const fields = [...collectFields(scope, type, sets)]
    .filter(([, nodes]) => !scope.omits?.(type, nodes[0]?.name.value ?? ''))
    .map(([key, nodes]) => compileField(scope, type, key, nodes));
  const writeFields: Write = (value, writing) => joinTexts(fields, (field) => field.write(value, writing), writing);
  const kept = new KeptTexts(scope.budget);
  return (value, writing) =>
    value instanceof ObjectView ? writeView(value, kept, writeFields, writing) : writeFields(value, writing);
}

/** The text of a view, from those kept where it is there; kept where it was made from nothing but the view's basis. */
function writeView(
  view: ObjectView<KubeObject>,
  kept: KeptTexts,
  write: Write,
  writing: AnswerWriting | undefined,
): Awaitable<string> {
  // Its basis would be asked for, whether or not any of it is selected.
  if (view.session.readsAnew) return write(view, writing);
  const basis = view.basis();
  if (basis instanceof Promise) return basis.then(() => write(view, writing));
  const found = kept.find(view, basis);
  if (found !== undefined) {
    if (writing !== undefined) writing.chars += found.length;
    return found;
  }
  const { session } = view;
  const lookups = session.lookups;
  const text = write(view, writing);
  if (typeof text === 'string' && session.lookups === lookups) kept.keep(view, basis, text);
  return text;
}

function compileField(scope: CompileScope, type: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): Field {
  const start = `${jsonOfString(key)}:`;
  const [node] = nodes;
  if (node === undefined) throw new Obstacle();
  const name = node.name.value;
  if (name === '__typename') return { start, write: () => jsonOfString(type.name) };
  if (scope.refuses?.has(`${type.name}.${name}`)) throw new Obstacle();
  const definition = type.getFields()[name];
  // A resolver of its own is none of the members that this file reads.
  if (definition === undefined || definition.resolve !== undefined) throw new Obstacle();
  if (scope.compiled !== undefined) scope.compiled.fields += 1;
  const args = getArgumentValues(definition, node, scope.variables);
  const write = compileType(
    scope,
    definition.type,
    nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
  );
  return {
    start,
    write(source, writing) {
      const member = (source as Record<string, unknown>)[name];
      const value = typeof member === 'function' ? member.call(source, args) : member;
      return value instanceof Promise ? value.then((it) => write(it, writing)) : write(value, writing);
    },
  };
}

function writeNull(): string {
  return 'null';
}

function refuseNull(): string {
  throw new Obstacle();
}
