import { describe, expect, it } from '@jest/globals';
import { connect, type Ordering, type PageArguments, pageFaults } from '../../../src/gateway/connection.js';
import { orders } from '../../../src/gateway/order.js';
import type { KubeObject } from '../../../src/kube/ports.js';

const rows = (...names: string[]): KubeObject[] => names.map((name) => ({ metadata: { namespace: 'n', name } }));
const byName: Ordering = { order: orders.NAME, direction: 'ASC' };
const namesOf = ({ metadata }: KubeObject) => metadata.name;
const page = (all: KubeObject[], args: PageArguments, ordering = byName) => {
  const sorted = all.toSorted(ordering.order.compare);
  const { nodes, pageInfo, totalCount } = connect(sorted, args, ordering, false, namesOf);
  return { names: nodes.join(''), ...pageInfo, totalCount };
};

describe('a page', () => {
  const all = rows('c', 'a', 'e', 'b', 'd');

  it('is cut from the ordered whole', () => {
    expect(page(all, { first: 2 })).toMatchObject({
      names: 'ab',
      hasNextPage: true,
      hasPreviousPage: false,
      totalCount: 5,
    });
    expect(page(all, { last: 2 })).toMatchObject({ names: 'de', hasNextPage: false, hasPreviousPage: true });
    expect(page(all, { first: 0 })).toMatchObject({ names: '', startCursor: null, hasNextPage: true });
    expect(page(all, { first: 2 }, { ...byName, direction: 'DESC' }).names).toBe('ed');
  });

  it('goes on where the last one ended, although objects came and went', () => {
    const { endCursor } = page(all, { first: 2 });
    expect(page(rows('a', 'aa', 'c', 'd', 'e'), { first: 2, after: endCursor }).names).toBe('cd');
    expect(page(rows('c'), { before: endCursor, last: 5 }).names).toBe('');
    const { startCursor } = page(all, { last: 2 });
    expect(page(all, { last: 2, before: startCursor })).toMatchObject({
      names: 'bc',
      hasNextPage: true,
      hasPreviousPage: true,
    });
  });

  it('holds 50 where nothing is said', () => {
    const many = rows(...Array.from({ length: 60 }, (_, at) => String(at).padStart(2, '0')));
    expect(connect(many, {}, byName, false, namesOf).nodes).toHaveLength(50);
  });
});

it.each<[PageArguments, string[]]>([
  [{ first: -1 }, ['first']],
  [{ last: 1_001 }, ['last']],
  [{ first: 1, last: 1 }, ['last']],
  [{ after: 'x', before: '' }, ['after', 'before']],
])('%j is at fault in %j', (args, fields) => {
  expect(pageFaults(args, 'NAME ASC').map(({ path }) => path[0])).toEqual(fields);
});
