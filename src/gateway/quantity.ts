const grammar = /^([+-]?)(\d+\.?\d*|\.\d+)(?:([eE])([+-]?\d{1,3})|(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]))?$/;

const binary: Readonly<Record<string, number>> = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5, Ei: 6 };
const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

/** Whether a text is a Kubernetes resource.Quantity. */
export function isQuantity(text: string): boolean {
  return grammar.test(text);
}

export function isNegativeQuantity(text: string): boolean {
  return compareQuantities(text, '0') < 0;
}

/** Below, at or above 0 as a is less than, equal to or greater than b; exact. Both must be quantities. */
export function compareQuantities(a: string, b: string): number {
  const [x, y] = [fractionOf(a), fractionOf(b)];
  const [left, right] = [x.numerator * y.denominator, y.numerator * x.denominator];
  return left < right ? -1 : left > right ? 1 : 0;
}

function fractionOf(text: string): { numerator: bigint; denominator: bigint } {
  const match = grammar.exec(text);
  if (match === null) throw new RangeError(`${text} is no quantity`);
  const [, sign, digits = '', , exponent, suffix] = match;
  const [whole = '', fraction = ''] = digits.split('.');
  const scale = Number(exponent ?? 0) + (suffix === undefined ? 0 : (decimal[suffix] ?? 0)) - fraction.length;
  let numerator = BigInt(`${whole}${fraction}`) * 1024n ** BigInt(binary[suffix ?? ''] ?? 0);
  if (sign === '-') numerator = -numerator;
  return scale >= 0
    ? { numerator: numerator * 10n ** BigInt(scale), denominator: 1n }
    : { numerator, denominator: 10n ** BigInt(-scale) };
}
