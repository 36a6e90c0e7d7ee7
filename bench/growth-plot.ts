/** Busy time of the server by size of the set, one line for each kind of work, on logarithmic axes. */
export interface Series {
  readonly name: string;
  readonly points: readonly { readonly size: number; readonly ms: number }[];
}

const [width, height, left, right, top, bottom] = [720, 400, 70, 190, 30, 50];
const colours = ['#0b62d6', '#d6620b', '#1a8f4c', '#8a3ab9'];

export function growthPlot(series: readonly Series[]): string {
  const points = series.flatMap((one) => one.points);
  const x = scale(
    points.map(({ size }) => size),
    left,
    width - right,
  );
  const y = scale(
    points.map(({ ms }) => ms),
    height - bottom,
    top,
  );
  const ticks = (values: readonly number[]) => {
    const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
    return Array.from({ length: high - low + 1 }, (_, at) => 10 ** (low + at));
  };
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    '<title>Busy time of one answer by size of the set</title>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...ticks(points.map(({ ms }) => ms)).map((ms) => {
      const at = y(ms).toFixed(1);
      return `<path d="M${left} ${at}H${width - right}" stroke="#ddd"/><text x="${left - 8}" y="${at}" dy="4" text-anchor="end">${ms} ms</text>`;
    }),
    ...[...new Set(points.map(({ size }) => size))].map((size) => {
      const at = x(size).toFixed(1);
      return `<path d="M${at} ${top}V${height - bottom}" stroke="#eee"/><text x="${at}" y="${height - bottom + 18}" text-anchor="middle">${size.toLocaleString('en')}</text>`;
    }),
    `<text x="${(left + width - right) / 2}" y="${height - 10}" text-anchor="middle">gateways, and as many ALBs</text>`,
    ...series.flatMap(({ name, points: of }, at) => {
      const colour = colours[at % colours.length];
      const path = of
        .map(({ size, ms }, index) => `${index === 0 ? 'M' : 'L'}${x(size).toFixed(1)} ${y(ms).toFixed(1)}`)
        .join('');
      const dots = of.map(
        ({ size, ms }) => `<circle cx="${x(size).toFixed(1)}" cy="${y(ms).toFixed(1)}" r="3.5" fill="${colour}"/>`,
      );
      const last = of.at(-1);
      const label = `<text x="${width - right + 10}" y="${y(last?.ms ?? 1).toFixed(1)}" dy="4" fill="${colour}">${name}</text>`;
      return [`<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`, ...dots, label];
    }),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

/** From values to pixels, logarithmically, whole decades. */
function scale(values: readonly number[], from: number, to: number): (value: number) => number {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
}
