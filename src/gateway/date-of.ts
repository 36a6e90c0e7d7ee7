/** The latest time that a Date can hold, in ms since 1970. */
const latestMs = 8.64e15;

/** A time as Kubernetes writes it (null where it was never set), or in ms since 1970; undefined where none can be read. */
export function dateOf(time: string | number | null | undefined): Date | undefined {
  const ms = typeof time === 'number' ? time : Date.parse(String(time ?? ''));
  return Math.abs(ms) <= latestMs ? new Date(ms) : undefined;
}
