import { type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

/**
 * What metrics call an operation: its one root field, which the schema has; else `several`, `introspection`, or, of what was
 * refused for asking for something else, `unknown`. Never a word of the caller's own.
 */
export function fieldOf(schema: GraphQLSchema, { operation, selectionSet }: OperationDefinitionNode): string {
  const [first, ...more] = selectionSet.selections;
  if (first?.kind !== 'Field' || more.length > 0) return 'several';
  const name = first.name.value;
  if (name.startsWith('__')) return 'introspection';
  return schema.getRootType(operation as never)?.getFields()[name] === undefined ? 'unknown' : name;
}
