/** What an item of a list begins with: API servers write the members of custom objects in alphabetical order. */
export interface ItemHead {
  readonly apiVersion: string;
  readonly kind: string;
}

type Each = (item: unknown) => unknown;

interface List {
  readonly items?: unknown;
}

/** The items stand within this many bytes of the list's beginning, or are not looked for. */
const maxHeadBytes = 1024;
/** More than any object has that a cluster stores. */
const maxItemBytes = 2 << 20;
const comma = ','.charCodeAt(0);

/**
 * Takes in the JSON of a list as it comes. Each item is parsed and handed to `each` as soon as the next one begins, while the
 * cluster still writes the rest, so that neither the text nor what `each` drops is ever held as a whole. Where the items cannot
 * be told apart in this way they are parsed together, in the end.
 */
export class ListBody {
  readonly #itemStart: Buffer;
  readonly #items: unknown[] = [];
  /** All before the first item. */
  #head = Buffer.alloc(0);
  /** From the start of the item that is on its way. */
  #held = Buffer.alloc(0);
  #searched = 0;
  #apart: 'head' | 'items' | 'no' = 'head';
  /** What comes after `#held` once items are not told apart. */
  readonly #rest: Uint8Array[] = [];

  constructor(
    { apiVersion, kind }: ItemHead,
    private readonly each: Each,
  ) {
    this.#itemStart = Buffer.from(`{"apiVersion":${JSON.stringify(apiVersion)},"kind":${JSON.stringify(kind)},`);
  }

  push(chunk: Uint8Array): void {
    if (this.#apart === 'no') {
      this.#rest.push(chunk);
      return;
    }
    this.#held = Buffer.concat([this.#held, chunk]);
    if (this.#apart === 'head') this.#findFirst();
    while (this.#apart === 'items' && this.#takeItem());
  }

  /** The list as JSON.parse gives it, but for its items, which are what `each` made of them. Throws where it is no JSON. */
  end(): unknown {
    const list = JSON.parse(Buffer.concat([this.#head, this.#held, ...this.#rest]).toString()) as List | null;
    if (!Array.isArray(list?.items)) return list;
    for (const item of list.items) this.#items.push(this.each(item));
    return { ...list, items: this.#items };
  }

  #findFirst(): void {
    const at = this.#held.indexOf(this.#itemStart);
    if (at < 0 && this.#held.length < maxHeadBytes) return;
    this.#head = this.#held.subarray(0, Math.max(0, at));
    const head = this.#head.toString();
    // Closed here, it is a list with no items yet; what stands deeper within something else is none.
    this.#apart = head.endsWith('"items":[') && parsed(`${head}]}`) !== undefined ? 'items' : 'no';
    this.#held = this.#held.subarray(this.#head.length);
  }

  /** Takes the first item of what is held, if the next one has begun. */
  #takeItem(): boolean {
    const next = this.#held.indexOf(this.#itemStart, Math.max(1, this.#searched));
    if (next < 0) {
      this.#searched = this.#held.length - this.#itemStart.length + 1;
      if (this.#held.length > maxItemBytes) this.#apart = 'no';
      return false;
    }
    // Less the comma between them. What stood within an item only looks like the next one: what is cut there is no JSON.
    const item = this.#held[next - 1] === comma ? parsed(this.#held.toString('utf8', 0, next - 1)) : undefined;
    if (item === undefined) {
      this.#apart = 'no';
      return false;
    }
    this.#items.push(this.each(item));
    this.#held = this.#held.subarray(next);
    this.#searched = 0;
    return true;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
