import type { Tone } from '../ui/tone.js';

/** One box: a line that says what it is, and one that says more. */
export interface PictureNode {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly tone: Tone;
}

export interface PlacedNode extends PictureNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface PictureEdge {
  readonly id: string;
  /** An SVG path. */
  readonly path: string;
}

export interface PictureLayout {
  readonly width: number;
  readonly height: number;
  /** `y`: of the text's base line. */
  readonly headings: readonly { readonly text: string; readonly x: number; readonly y: number }[];
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PictureEdge[];
}

export interface PictureColumn {
  readonly heading: string;
  readonly nodes: readonly PictureNode[];
}

export const nodeHeight = 46;
const rowGap = 10;
const headHeight = 26;
const narrowest = 118;
const narrowestGap = 18;
const widest = 210;

/** From left to right where that has room, else from top to bottom. Lengths in px. */
export function layOut(columns: readonly PictureColumn[], available: number): PictureLayout {
  return available < columns.length * (narrowest + narrowestGap)
    ? layOutDown(columns, available)
    : layOutRight(columns, available);
}

/** Columns from left to right, each centred; every box is joined with all of the next column that has any. */
function layOutRight(columns: readonly PictureColumn[], available: number): PictureLayout {
  const share = available / columns.length;
  const width = Math.round(Math.min(widest, Math.max(narrowest, share * 0.82)));
  const gap = Math.max(narrowestGap, (available - width * columns.length) / (columns.length - 1));
  const rows = Math.max(...columns.map(({ nodes }) => nodes.length));
  const bodyHeight = rows * (nodeHeight + rowGap) - rowGap;
  const placed = columns.map(({ nodes }, column) => {
    const top = headHeight + (bodyHeight - (nodes.length * (nodeHeight + rowGap) - rowGap)) / 2;
    return nodes.map((node, row) => ({
      ...node,
      width,
      x: Math.round(column * (width + gap)),
      y: Math.round(top + row * (nodeHeight + rowGap)),
    }));
  });
  const filled = placed.filter((nodes) => nodes.length > 0);
  return {
    width: Math.round(columns.length * width + (columns.length - 1) * gap),
    height: headHeight + bodyHeight,
    headings: columns.map(({ heading }, column) => ({ text: heading, x: Math.round(column * (width + gap)), y: 12 })),
    nodes: placed.flat(),
    edges: filled
      .slice(1)
      .flatMap((nodes, at) => (filled[at] ?? []).flatMap((from) => nodes.map((to) => edge(from, to)))),
  };
}

const trunkX = 14;

/** Each column a level, two boxes in a row, joined with the next by one line: all of it leads to all of that. */
function layOutDown(columns: readonly PictureColumn[], available: number): PictureLayout {
  const levels: { heading: string; top: number; bottom: number; nodes: PlacedNode[] }[] = [];
  for (const { heading, nodes } of columns) {
    const top = levels.at(-1)?.bottom ?? 0;
    const across = nodes.length > 1 ? 2 : 1;
    const width = Math.floor((available - (across - 1) * rowGap) / across);
    const placed = nodes.map((node, at) => ({
      ...node,
      width,
      x: (at % across) * (width + rowGap),
      y: top + headHeight + Math.floor(at / across) * (nodeHeight + rowGap),
    }));
    levels.push({ heading, top, bottom: (placed.at(-1)?.y ?? top) + nodeHeight, nodes: placed });
  }
  return {
    width: available,
    height: levels.at(-1)?.bottom ?? 0,
    headings: levels.map(({ heading, top }, level) => ({
      text: heading,
      x: level === 0 ? 0 : 2 * trunkX,
      y: top + 17,
    })),
    nodes: levels.flatMap(({ nodes }) => nodes),
    edges: levels.slice(1).map(({ heading, top }) => ({ id: heading, path: `M${trunkX} ${top}V${top + headHeight}` })),
  };
}

function edge(from: PlacedNode, to: PlacedNode): PictureEdge {
  const [x1, y1] = [from.x + from.width, from.y + nodeHeight / 2];
  const [x2, y2] = [to.x, to.y + nodeHeight / 2];
  const bend = (x1 + x2) / 2;
  return { id: `${from.id}>${to.id}`, path: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}` };
}

/** A text that fits: its middle gives way, since names differ at their ends. */
export function fit(text: string, widthPx: number, characterPx: number): string {
  const characters = [...text];
  const room = Math.floor(widthPx / characterPx);
  if (widthOf(characters) <= room) return text;
  const head = characters.slice(0, countWithin(characters, Math.ceil((room - 1) / 2)));
  const tail = countWithin(characters.toReversed(), room - 1 - widthOf(head));
  return `${head.join('')}…${characters.slice(characters.length - tail).join('')}`;
}

/** In widths of a Latin letter: CJK characters are twice as wide. */
function widthOf(characters: readonly string[]): number {
  return characters.reduce((sum, character) => sum + (character > '\u2e80' ? 2 : 1), 0);
}

/** How many characters from the start have that room. */
function countWithin(characters: readonly string[], room: number): number {
  let count = 0;
  while (count < characters.length && widthOf(characters.slice(0, count + 1)) <= room) count += 1;
  return count;
}
