const digits = /^\d+$/;

/**
 * Negative when `a` is older than `b`, 0 when they are the same, positive when it is newer; undefined where
 * the versions are not numbers and cannot be ordered.
 */
export function compareVersions(a: string | undefined, b: string | undefined): number | undefined {
  if (a === undefined || b === undefined || a === '' || b === '') return undefined;
  if (a === b) return 0;
  if (!digits.test(a) || !digits.test(b)) return undefined;
  // Of numbers without leading zeros, the longer is the greater: no BigInt for the usual case.
  if (a.length !== b.length && a[0] !== '0' && b[0] !== '0') return a.length - b.length;
  const [left, right] = [BigInt(a), BigInt(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether `a` is certainly newer than `b`. */
export function isNewer(a: string | undefined, b: string | undefined): boolean {
  return (compareVersions(a, b) ?? 0) > 0;
}
