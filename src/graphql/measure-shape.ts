import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

export interface Shape {
  depth: number;
  aliases: number;
  rootFields: number;
}

/**
 * Depth, aliases and root fields of an operation, with fragments counted wherever they are spread. Each fragment is
 * measured once. The document must have passed validation, which refuses fragments that spread themselves.
 */
export function measureShape(document: DocumentNode, operation: OperationDefinitionNode): Shape {
  const fragments = new Map<string, { set: SelectionSetNode; shape?: Shape }>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, { set: definition.selectionSet });
  }

  const measureSet = ({ selections }: SelectionSetNode): Shape => {
    const total: Shape = { depth: 0, aliases: 0, rootFields: 0 };
    for (const selection of selections) {
      const shape = measureSelection(selection);
      total.depth = Math.max(total.depth, shape.depth);
      total.aliases += shape.aliases;
      total.rootFields += shape.rootFields;
    }
    return total;
  };

  const measureSelection = (selection: SelectionSetNode['selections'][number]): Shape => {
    switch (selection.kind) {
      case Kind.FIELD: {
        // Introspection is as deep as type references nest, and costs nothing upstream.
        const introspection = selection.name.value.startsWith('__');
        const inner = selection.selectionSet && !introspection ? measureSet(selection.selectionSet) : undefined;
        return {
          depth: 1 + (inner?.depth ?? 0),
          aliases: (inner?.aliases ?? 0) + (selection.alias === undefined ? 0 : 1),
          rootFields: 1,
        };
      }
      case Kind.INLINE_FRAGMENT:
        return measureSet(selection.selectionSet);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments.get(selection.name.value);
        if (fragment === undefined) return { depth: 0, aliases: 0, rootFields: 0 };
        fragment.shape ??= measureSet(fragment.set);
        return fragment.shape;
      }
      default:
        return selection satisfies never;
    }
  };

  return measureSet(operation.selectionSet);
}
