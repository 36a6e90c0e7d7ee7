import { parseArgs } from 'node:util';

export interface SoakOptions {
  readonly minutes: number;
  /** Gateways. */
  readonly size: number;
  readonly listeners: number;
}

export function readSoakOptions(argv: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: 'string', default: '10' },
      size: { type: 'string', default: '300' },
      listeners: { type: 'string', default: '200' },
    },
  });
  const [minutes, size, listeners] = [Number(values.minutes), Number(values.size), Number(values.listeners)];
  if (!(minutes > 0 && size > 0 && listeners > 0))
    throw new Error('npm run soak -- [--minutes 10] [--size 300] [--listeners 200]');
  return { minutes, size, listeners };
}
