import { useEffect, useRef, useState } from 'preact/hooks';
import type { GatewayDetailFragment } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { columnsOf } from './picture-columns.js';
import { fit, layOut, nodeHeight, type PlacedNode } from './picture-layout.js';

/** Class, gateway, listeners, ALB and addresses, and how they hang together. The tables below say the same in words. */
export function Picture({ gateway }: { gateway: GatewayDetailFragment }) {
  const texts = useText();
  const frame = useRef<HTMLDivElement>(null);
  const available = useWidth(frame);
  const { width, height, headings, nodes, edges } = layOut(columnsOf(gateway, texts), available);
  return (
    <section class="card picture" aria-labelledby="picture-title">
      <h2 id="picture-title">{texts.gateway.picture}</h2>
      <div ref={frame} class="picture-frame">
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img">
          <title>{texts.gateway.pictureOf(nodes.map(({ title }) => title).join(' → '))}</title>
          {headings.map(({ text, x, y }) => (
            <text key={text} class="picture-heading" x={x} y={y}>
              {text}
            </text>
          ))}
          {edges.map(({ id, path }) => (
            <path key={id} class="picture-edge" d={path} />
          ))}
          {nodes.map((node) => (
            <Box key={node.id} node={node} />
          ))}
        </svg>
      </div>
    </section>
  );
}

function Box({ node: { x, y, width, title, detail, tone } }: { node: PlacedNode }) {
  return (
    <g class={`picture-node ${tone}`} transform={`translate(${x} ${y})`}>
      <title>{[title, detail].filter(Boolean).join(' · ')}</title>
      <rect width={width} height={nodeHeight} rx={6} />
      <rect class="picture-stripe" width={4} height={nodeHeight - 16} x={8} y={8} rx={2} />
      <text class="picture-name" x={20} y={detail === '' ? 28 : 20}>
        {fit(title, width - 28, 8.7)}
      </text>
      <text class="picture-detail" x={20} y={36}>
        {fit(detail, width - 28, 6.9)}
      </text>
    </g>
  );
}

/** The width that an element's content has, now and after it has changed. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(900);
  useEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
