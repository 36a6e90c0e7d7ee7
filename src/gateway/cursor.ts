import type { SortKey } from './order.js';

/** Opaque to callers: the order it belongs to, and the row's place in it. */
export function encodeCursor(order: string, key: SortKey): string {
  return Buffer.from(JSON.stringify([order, ...key])).toString('base64url');
}

/** Undefined for a text that is no cursor of ours, or one of another order. */
export function decodeCursor(order: string, text: string): SortKey | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== 4 || !parts.every((part) => typeof part === 'string'))
      return undefined;
    const [of, value, namespace, name] = parts as [string, string, string, string];
    return of === order ? [value, namespace, name] : undefined;
  } catch {
    return undefined;
  }
}
