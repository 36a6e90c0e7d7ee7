import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { collectedHeap } from './memory-limits/collected-heap.js';
import { openFloodedServer } from './memory-limits/flooded-server.js';
import { type Flood, floods } from './memory-limits/floods.js';

const page = readFileSync(new URL('../../docs/operations/limits.md', import.meta.url), 'utf8');
const mib = 1 << 20;
/** What the heap may grow by for reasons of its own: code that is compiled for a flood, tables that have grown. */
const slackBytes = 12 * mib;

/** The rows of a table by the names in their first cells. */
function rowsOf(table: string): { name: string; cells: readonly string[] }[] {
  const text = new RegExp(`<!-- table: ${table} -->\n([\\s\\S]*?)<!-- end of table -->`).exec(page)?.[1] ?? '';
  const rows = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  return rows.flatMap(([, name = '', ...cells]) =>
    name.startsWith('`') ? [{ name: name.replaceAll('`', ''), cells }] : [],
  );
}

/** The bound of a cache in bytes. */
function boundOf(cells: readonly string[]): number {
  const [, mebibytes] = /(\d+) MiB$/.exec(cells[2] ?? '') ?? [];
  return Number(mebibytes) * mib;
}

const caches = rowsOf('caches');
const counts = rowsOf('counts');

describe('limits.md', () => {
  it('has a flood for each row, and a row for each flood', () => {
    expect([...caches, ...counts].map(({ name }) => name).sort()).toEqual(Object.keys(floods).sort());
  });
});

describe('ten thousand different inputs, the worst that are let through', () => {
  const outcomes = new Map<Flood, ReturnType<typeof outcomeOf>>();

  /** Rows that one flood reaches share what came of it. */
  function flood(name: string) {
    const send = floods[name];
    if (send === undefined) throw new Error(`There is no flood for ${name}`);
    const outcome = outcomes.get(send) ?? outcomeOf(send);
    outcomes.set(send, outcome);
    return outcome;
  }

  /** The most that was held, and what is left in the end. */
  async function outcomeOf(send: Flood) {
    const server = await openFloodedServer();
    try {
      const before = await collectedHeap();
      const held = await send(server);
      const during = (await collectedHeap()) - before;
      await held?.end();
      const after = (await collectedHeap()) - before;
      const uses = server.caches.map(({ use }) => use);
      const inCaches = uses.reduce((sum, { bytes }) => sum + bytes, 0);
      return { during, after, inCaches, heldBytes: held?.heldBytes ?? 0, uses };
    } finally {
      await server.close();
    }
  }

  it.each(caches)(
    '$name: the cache is full, holds no more than the page says, and takes no more than it holds',
    async ({ name, cells }) => {
      const { after, inCaches, uses } = await flood(name);
      const use = uses.findLast((one) => one.name === name);
      expect(use?.maxBytes).toBe(boundOf(cells));
      expect(use?.bytes).toBeLessThanOrEqual(boundOf(cells));
      expect(use?.evictions).toBeGreaterThan(0);
      expect(after).toBeLessThan(inCaches + slackBytes);
    },
    120_000,
  );

  it.each(counts)(
    '$name: nothing is left of them',
    async ({ name }) => {
      const { during, after, inCaches, heldBytes } = await flood(name);
      expect(during).toBeLessThan(inCaches + heldBytes + slackBytes);
      expect(after).toBeLessThan(inCaches + slackBytes);
    },
    120_000,
  );
});
