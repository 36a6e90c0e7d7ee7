/** The one of `offered` that an Accept header wants most; of equal wishes, the one it lists first. Undefined: none of them. */
export function preferredMediaType(accept: string | undefined, offered: readonly string[]): string | undefined {
  let best: { type: string; quality: number } | undefined;
  for (const range of (accept ?? '').split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (!offered.includes(type)) continue;
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const quality = q === undefined ? 1 : Number.parseFloat(q.slice(2));
    if (quality > (best?.quality ?? 0)) best = { type, quality };
  }
  return best?.type;
}

const answers = ['application/json', 'application/graphql-response+json', 'text/event-stream'];

/** Whether the answer is to be a stream. Clients that list every type they know, JSON first, are not meant. */
export function prefersEventStream(accept: string | undefined): boolean {
  return preferredMediaType(accept, answers) === 'text/event-stream';
}
