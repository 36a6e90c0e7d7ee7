import {
  type DocumentNode,
  GraphQLError,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
} from 'graphql';
import { fieldsByKey, fragmentsOf } from './collect-fields.js';

/**
 * @skip and @include where a subscription selects its one field: the specification's draft forbids them, since they could leave it
 * none. The rule by which graphql-js 16 counts the fields throws where one hangs by a variable.
 */
export function conditionalSubscription(document: DocumentNode, operation: OperationDefinitionNode): GraphQLError[] {
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return [];
  const conditional = new Set<SelectionNode>();
  fieldsByKey(fragmentsOf(document), [operation.selectionSet], (selection) => {
    if (selection.directives?.some(({ name }) => ['skip', 'include'].includes(name.value))) conditional.add(selection);
    return true;
  });
  if (conditional.size === 0) return [];
  const message =
    'A subscription is of one field, which @skip and @include cannot be put on; put them on what is below it.';
  return [new GraphQLError(message, { nodes: [...conditional] })];
}
