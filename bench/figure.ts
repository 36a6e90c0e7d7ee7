/** One line of the table: a ratio to something measured alternately in the same run. */
export interface Figure {
  /** Stable: by it a run is compared with what was recorded. */
  readonly id: string;
  readonly work: string;
  /** What the ratio is of, such as `× (b)`. */
  readonly unit: string;
  readonly sense: 'at least' | 'at most';
  readonly target: number;
  readonly reached: number;
  readonly ours: string;
  readonly baseline: string;
  /** Cores used by the load generator; absent where one request at a time is sent. */
  readonly generatorCpu?: number | undefined;
  readonly peakBytes?: number | undefined;
  readonly bytes?: number | undefined;
}

export function isMet({ sense, target, reached }: Figure): boolean {
  return sense === 'at least' ? reached >= target : reached <= target;
}

export const milliseconds = (ms: number) => (ms < 10 ? `${ms.toFixed(ms < 1 ? 3 : 2)} ms` : `${Math.round(ms)} ms`);
export const rate = (perSecond: number) => `${Math.round(perSecond).toLocaleString('en')} /s`;
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 1)} MB`;
