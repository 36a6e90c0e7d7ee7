import { AnswerTooBigError } from './answer-too-big-error.js';

/** Where the chunks of a body go, and what it all comes to. */
export interface BodySink<T> {
  push(chunk: Uint8Array): void;
  end(): T;
}

/** Reads a whole body; one over the limit is refused as soon as it is. */
export async function readBody<T>(body: AsyncIterable<Uint8Array>, maxBytes: number, sink: BodySink<T>): Promise<T> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new AnswerTooBigError(maxBytes);
    sink.push(chunk);
  }
  return sink.end();
}

/** The whole body as text. */
export function textSink(): BodySink<string> {
  const chunks: Uint8Array[] = [];
  return {
    push: (chunk) => void chunks.push(chunk),
    end: () => Buffer.concat(chunks).toString('utf8'),
  };
}

export function jsonSink(): BodySink<unknown> {
  const text = textSink();
  return { push: text.push, end: () => JSON.parse(text.end()) };
}
