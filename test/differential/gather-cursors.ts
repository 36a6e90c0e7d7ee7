import { Cursor, type EnumValue, type Field } from './question.js';

/** The cursors of the lists of an answer, each with the place that the row beside it tells. */
export function gatherCursors(fields: readonly Field[], data: any): Cursor[] {
  return fields.flatMap((field) => {
    const { key, name, arguments: given = {}, fields: selected = [] } = field;
    const edges = selected.some((one) => one.name === 'edges') ? data?.[key]?.edges : undefined;
    if ((name !== 'gateways' && name !== 'albs') || !Array.isArray(edges)) return [];
    const orderBy = given['orderBy']?.value as { field: EnumValue; direction: EnumValue } | undefined;
    const order = orderBy === undefined ? 'NAMESPACE ASC' : `${orderBy.field.name} ${orderBy.direction.name}`;
    return edges.map(({ cursor, node }: any) => new Cursor(cursor, order, keyIn(order, node)));
  });
}

function keyIn(order: string, { namespace, name, createdAt, state }: any): readonly [string, string, string] {
  const value: Record<string, string> = { NAME: name, NAMESPACE: '', CREATED_AT: createdAt, STATE: state };
  return [value[order.split(' ')[0] ?? ''] ?? '', namespace, name];
}
