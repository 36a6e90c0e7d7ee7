import type { DocumentNode } from 'graphql';
import { bytesOfTree } from '../graphql/document-bytes.js';
import type { Entry } from './admission.js';

/** What a subscription keeps until it ends. */
export interface Held {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
}

export interface HeldBytesOptions {
  /** The setting of `inAll`; that of `perCaller` is the same with _PER_CALLER. */
  readonly setting: string;
  readonly inAll: number;
  readonly perCaller: number;
  /** Told the name of the setting that refused. */
  readonly onRefused: (setting: string) => void;
}

interface HeldDocument {
  readonly bytes: number;
  /** The caller whose subscription brought it. */
  readonly key: string;
  users: number;
}

/** Of the tree that is executed, and of what is compiled from it for all that show the same. */
const copies = 2;
/** Nobody can say when one that is under way will end. */
const retryAfterMs = 1_000;

/** The documents and variables of subscriptions, in bytes. A document counts once, however many subscriptions share it. */
export class HeldBytes {
  #bytes = 0;
  readonly #byCaller = new Map<string, number>();
  readonly #documents = new Map<DocumentNode, HeldDocument>();

  constructor(private readonly options: HeldBytesOptions) {}

  get bytes(): number {
    return this.#bytes;
  }

  /** `key`: the caller's. */
  enter(key: string, { document, variables }: Held): Entry {
    const known = this.#documents.get(document);
    const ofVariables = bytesOfJson(variables);
    const ofDocument = known === undefined ? copies * bytesOfTree(document) : 0;
    const refused = this.#refusal(key, ofVariables + ofDocument);
    if (refused !== undefined) return refused;
    this.#add(key, ofVariables + ofDocument);
    const held = known ?? { bytes: ofDocument, key, users: 0 };
    held.users += 1;
    this.#documents.set(document, held);
    let here = true;
    return {
      kind: 'entered',
      leave: () => {
        if (!here) return;
        here = false;
        this.#add(key, -ofVariables);
        held.users -= 1;
        if (held.users > 0) return;
        this.#documents.delete(document);
        this.#add(held.key, -held.bytes);
      },
    };
  }

  #add(key: string, bytes: number): void {
    this.#bytes += bytes;
    const own = (this.#byCaller.get(key) ?? 0) + bytes;
    if (own > 0) this.#byCaller.set(key, own);
    else this.#byCaller.delete(key);
  }

  #refusal(key: string, bytes: number): Entry | undefined {
    const { setting, inAll, perCaller, onRefused } = this.options;
    const own = (this.#byCaller.get(key) ?? 0) + bytes;
    const refuse = (limit: number, name: string, message: string): Entry => {
      onRefused(name);
      return { kind: 'refused', message: `${message} ${limit} is the most.`, limit, retryAfterMs };
    };
    const what = 'bytes of documents and variables with this one;';
    if (own > perCaller) return refuse(perCaller, `${setting}_PER_CALLER`, `Your subscriptions hold ${own} ${what}`);
    const all = this.#bytes + bytes;
    return all > inAll ? refuse(inAll, setting, `Subscriptions hold ${all} ${what}`) : undefined;
  }
}

function bytesOfJson(variables: Held['variables']): number {
  return 200 + 2 * JSON.stringify(variables ?? {}).length;
}
