import type { IncomingMessage } from 'node:http';

/** Names and values: Node leaves out what comes after them, so that it cannot be told how long it was. */
const maxTexts = 2_000;

/**
 * Whether request line and headers are longer than allowed. Node sees to that itself from version 24 on; 22 measures each
 * header alone.
 */
export function exceedsHeaderBytes({ url = '', rawHeaders }: IncomingMessage, maxBytes: number): boolean {
  if (rawHeaders.length >= maxTexts) return true;
  // Beside their texts: a colon, a space and the end of a line for each two.
  let bytes = url.length + 2 * rawHeaders.length;
  for (const text of rawHeaders) bytes += text.length;
  return bytes > maxBytes;
}
