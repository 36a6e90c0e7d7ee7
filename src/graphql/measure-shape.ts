import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

export interface Shape {
  depth: number;
  aliases: number;
  directives: number;
  rootFields: number;
}

const nothing: Shape = { depth: 0, aliases: 0, directives: 0, rootFields: 0 };

/**
 * Depth, aliases, directives and root fields of an operation, with fragments counted wherever they are spread. Each
 * fragment is measured once. The document need not be valid: a fragment that spreads itself, which validation will
 * refuse, counts as nothing inside itself.
 */
export function measureShape(document: DocumentNode, operation: OperationDefinitionNode): Shape {
  const fragments = new Map<string, { set: SelectionSetNode; directives: number; shape?: Shape }>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const { name, selectionSet: set, directives = [] } = definition;
    fragments.set(name.value, { set, directives: directives.length });
  }

  const measureSet = ({ selections }: SelectionSetNode): Shape => {
    const total = { ...nothing };
    for (const selection of selections) {
      const shape = measureSelection(selection);
      total.depth = Math.max(total.depth, shape.depth);
      total.aliases += shape.aliases;
      total.directives += shape.directives + (selection.directives?.length ?? 0);
      total.rootFields += shape.rootFields;
    }
    return total;
  };

  const measureSelection = (selection: SelectionSetNode['selections'][number]): Shape => {
    switch (selection.kind) {
      case Kind.FIELD: {
        const inner = selection.selectionSet ? measureSet(selection.selectionSet) : nothing;
        // Introspection is as deep as type references nest; how much of it is bounded by its cost.
        const introspection = selection.name.value.startsWith('__');
        return {
          depth: introspection ? 1 : 1 + inner.depth,
          aliases: inner.aliases + (selection.alias === undefined ? 0 : 1),
          directives: inner.directives,
          rootFields: 1,
        };
      }
      case Kind.INLINE_FRAGMENT:
        return measureSet(selection.selectionSet);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments.get(selection.name.value);
        if (fragment === undefined) return nothing;
        if (fragment.shape === undefined) {
          fragment.shape = nothing;
          const shape = measureSet(fragment.set);
          fragment.shape = { ...shape, directives: shape.directives + fragment.directives };
        }
        return fragment.shape;
      }
      default:
        return selection satisfies never;
    }
  };

  const shape = measureSet(operation.selectionSet);
  return { ...shape, directives: shape.directives + (operation.directives?.length ?? 0) };
}
