import { observeWindowOffset, observeWindowRect, Virtualizer, windowScroll } from '@tanstack/virtual-core';
import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';

/** The rows that are drawn, of those that there are. */
export interface RowWindow {
  readonly first: number;
  /** Not included. */
  readonly end: number;
  /** Heights in px of what is not drawn. */
  readonly above: number;
  readonly below: number;
  /** For each row that is drawn; it carries its number as data-index. */
  measure(row: HTMLTableRowElement | null): void;
}

/** Up to here all rows are drawn: the browser's own search then finds every one. */
const drawnWhole = 100;
const estimatedHeight = 39;
const beyond = 15;

/** Draws the rows in view alone, and some beyond; the page itself is what scrolls. `table`: where the rows begin. */
export function useRowWindow(count: number, table: { readonly current: HTMLElement | null }): RowWindow {
  const [, redraw] = useReducer((drawn: number) => drawn + 1, 0);
  const margin = useRef(0);
  const [virtualizer] = useState(() => new Virtualizer<Window, HTMLTableRowElement>(optionsFor(0)));

  function optionsFor(rows: number) {
    return {
      count: rows,
      scrollMargin: margin.current,
      estimateSize: () => estimatedHeight,
      overscan: beyond,
      initialRect: { width: innerWidth, height: innerHeight },
      getScrollElement: () => window,
      observeElementRect: observeWindowRect,
      observeElementOffset: observeWindowOffset,
      scrollToFn: windowScroll,
      onChange: () => redraw(undefined),
    };
  }
  virtualizer.setOptions(optionsFor(count));
  // The two calls that every framework's adapter makes.
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => {
    if (table.current !== null) margin.current = table.current.getBoundingClientRect().top + scrollY;
    virtualizer._willUpdate();
  });

  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  const measure = (row: HTMLTableRowElement | null) => virtualizer.measureElement(row);
  if (count <= drawnWhole || first === undefined || last === undefined) {
    return { first: 0, end: Math.min(count, drawnWhole), above: 0, below: 0, measure };
  }
  return {
    first: first.index,
    end: last.index + 1,
    above: first.start - margin.current,
    below: Math.max(0, virtualizer.getTotalSize() - (last.end - margin.current)),
    measure,
  };
}
