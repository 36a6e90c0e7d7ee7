import type { Basis, ObjectView } from '../../gateway/object-view.js';
import type { KubeObject } from '../../kube/ports.js';

interface Kept {
  readonly basis: Basis;
  readonly text: string;
}

/** How much text is kept in all; when it is full everything is forgotten, and made again as it is asked for. */
export class TextBudget {
  #chars = 0;
  #generation = {};

  constructor(private readonly maxChars: number) {}

  /** What is kept belongs to a generation; when that is over, it is worth nothing. */
  get generation(): object {
    return this.#generation;
  }

  get chars(): number {
    return this.#chars;
  }

  take(chars: number): void {
    this.#chars += chars;
    if (this.#chars <= this.maxChars) return;
    this.#chars = 0;
    this.#generation = {};
  }
}

/**
 * Texts of one selection, by the object that they are of. A text is found only by who was given, by their own reader, the very
 * objects that it was made from: so it is never told to a caller who could not have made it.
 */
export class KeptTexts {
  #texts = new WeakMap<KubeObject, Kept>();
  #generation: object | undefined;

  constructor(private readonly budget: TextBudget) {}

  find({ resource }: ObjectView<KubeObject>, basis: Basis): string | undefined {
    if (this.#generation !== this.budget.generation) return undefined;
    const kept = this.#texts.get(resource);
    return kept !== undefined && isSame(kept.basis, basis) ? kept.text : undefined;
  }

  keep({ resource }: ObjectView<KubeObject>, basis: Basis, text: string): void {
    this.budget.take(text.length);
    if (this.#generation !== this.budget.generation) {
      this.#generation = this.budget.generation;
      this.#texts = new WeakMap();
    }
    this.#texts.set(resource, { basis, text });
  }
}

function isSame(a: Basis, b: Basis): boolean {
  return a.length === b.length && a.every((object, at) => object === b[at]);
}
