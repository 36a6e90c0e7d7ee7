import type { CacheUse, ReportedCache } from '../../bounded-cache.js';
import type { Basis, ObjectView } from '../../gateway/object-view.js';
import type { KubeObject } from '../../kube/ports.js';
import { cacheBounds } from '../../memory-bounds.js';

interface Kept {
  readonly basis: Basis;
  readonly text: string;
}

/** A text's place beside the object that it is of, and the first one's tables. */
const textBytes = 200;
const tableBytes = 1_000;

/**
 * How much text is kept in all. When it is full everything is forgotten, and made again as it is asked for. It knows whose
 * texts they are: those of a selection that nobody asks for any more go with the others.
 */
export class TextBudget implements ReportedCache {
  #bytes = 0;
  #entries = 0;
  #evictions = 0;
  hits = 0;
  misses = 0;
  readonly #filled = new Set<KeptTexts>();

  constructor(private readonly maxBytes: number) {}

  /** False where a text is larger than all that may be kept. */
  take(texts: KeptTexts, chars: number): boolean {
    const bytes = textBytes + 2 * chars;
    if (tableBytes + bytes > this.maxBytes) return false;
    if (this.#bytes + tableBytes + bytes > this.maxBytes) this.#forget();
    if (!this.#filled.has(texts)) this.#bytes += tableBytes;
    this.#filled.add(texts);
    this.#bytes += bytes;
    this.#entries += 1;
    return true;
  }

  get use(): CacheUse {
    const { hits, misses, maxBytes } = this;
    const { name } = cacheBounds.texts;
    return { name, maxBytes, bytes: this.#bytes, entries: this.#entries, hits, misses, evictions: this.#evictions };
  }

  #forget(): void {
    for (const texts of this.#filled) texts.forget();
    this.#filled.clear();
    this.#evictions += this.#entries;
    this.#entries = 0;
    this.#bytes = 0;
  }
}

/**
 * Texts of one selection, by the object that they are of. A text is found only by who was given, by their own reader, the very
 * objects that it was made from: so it is never told to a caller who could not have made it.
 */
export class KeptTexts {
  #texts = new WeakMap<KubeObject, Kept>();

  constructor(private readonly budget: TextBudget) {}

  find({ resource }: ObjectView<KubeObject>, basis: Basis): string | undefined {
    const kept = this.#texts.get(resource);
    if (kept !== undefined && isSame(kept.basis, basis)) {
      this.budget.hits += 1;
      return kept.text;
    }
    this.budget.misses += 1;
    return undefined;
  }

  keep({ resource }: ObjectView<KubeObject>, basis: Basis, text: string): void {
    if (this.budget.take(this, text.length)) this.#texts.set(resource, { basis, text });
  }

  forget(): void {
    this.#texts = new WeakMap();
  }
}

function isSame(a: Basis, b: Basis): boolean {
  return a.length === b.length && a.every((object, at) => object === b[at]);
}
