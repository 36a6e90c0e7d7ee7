import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveTable } from './live-table.ts';

const row = (id: string) => ({ id });
const ids = (table: LiveTable<{ id: string }>) => table.rows.map(({ id }) => id);

test('what was deleted during an absence goes with the next SYNCED, and not before', () => {
  const table = new LiveTable<{ id: string }>();
  for (const id of ['a', 'b']) table.take({ type: 'ADDED', row: row(id) });
  table.take({ type: 'SYNCED', row: null });
  table.beginAnew();
  table.take({ type: 'ADDED', row: row('b') });
  table.take({ type: 'ADDED', row: row('c') });
  assert.deepEqual([ids(table), table.synced], [['a', 'b', 'c'], false]);
  table.take({ type: 'SYNCED', row: null });
  assert.deepEqual([ids(table), table.synced], [['b', 'c'], true]);
});
