import { describe, expect, it } from '@jest/globals';
import { fit, layOut, type PictureColumn } from '../../../src/console/gateway/picture-layout.js';

const column = (heading: string, ...ids: string[]): PictureColumn => ({
  heading,
  nodes: ids.map((id) => ({ id, title: id, detail: '', tone: 'good' })),
});

describe('the picture', () => {
  const columns = [
    column('Class', 'c'),
    column('Gateway', 'g'),
    column('Listeners', 'l1', 'l2'),
    column('Addresses', 'a'),
  ];

  it('joins each box with all of the next column', () => {
    expect(layOut(columns, 1_000).edges.map(({ id }) => id)).toEqual(['c>g', 'g>l1', 'g>l2', 'l1>a', 'l2>a']);
  });

  it('takes the width there is, and its columns do not overlap', () => {
    for (const available of [600, 752, 1_300]) {
      const { nodes, width } = layOut(columns, available);
      expect(width).toBeLessThanOrEqual(available + 1);
      const [c, g] = nodes;
      expect((c?.x ?? 0) + (c?.width ?? 0)).toBeLessThan(g?.x ?? 0);
    }
  });

  it('goes from top to bottom where it has no room beside each other: all in view, none over another', () => {
    const { nodes, edges, width } = layOut(columns, 326);
    expect(width).toBe(326);
    expect(nodes.every((node) => node.x + node.width <= width)).toBe(true);
    expect(nodes.map(({ id, x, y }) => [id, x > 0, y])).toEqual([
      ['c', false, 26],
      ['g', false, 98],
      ['l1', false, 170],
      ['l2', true, 170],
      ['a', false, 242],
    ]);
    expect(edges.map(({ id }) => id)).toEqual(['Gateway', 'Listeners', 'Addresses']);
  });

  it('centres the shorter columns beside the longest', () => {
    const { nodes } = layOut(columns, 1_000);
    const at = (id: string) => nodes.find((node) => node.id === id)?.y ?? 0;
    expect(at('g')).toBe((at('l1') + at('l2')) / 2);
  });
});

describe('a text that has to fit', () => {
  it.each([
    ['short', 'short'],
    ['a-rather-long-name', 'a-rat…name'],
    ['二〇二六年的网关名称', '二〇…名称'],
  ])('%s is shown as %s', (text, shown) => {
    expect(fit(text, 100, 10)).toBe(shown);
  });
});
