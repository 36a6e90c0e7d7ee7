import { StringDecoder } from 'node:string_decoder';
import { AlbError } from '../errors.js';

/**
 * The lines of a stream, without their ends; chunks may be cut anywhere, within a character too. A last line without
 * an end is dropped: the connection broke in the middle of it.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, maxLineLength: number): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest: string[] = [];
  let restLength = 0;
  for await (const chunk of chunks) {
    const pieces = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)).split('\n');
    const last = pieces.pop() ?? '';
    for (const piece of pieces) {
      const line = rest.length === 0 ? piece : rest.join('') + piece;
      rest = [];
      restLength = 0;
      if (line.trim() !== '') yield line;
    }
    rest.push(last);
    restLength += last.length;
    if (restLength > maxLineLength) {
      throw new AlbError('CLUSTER_UNAVAILABLE', `A watched object exceeds ${maxLineLength} characters`);
    }
  }
}
