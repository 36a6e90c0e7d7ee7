import { Composer, type Document, Lexer, LineCounter, Parser } from 'yaml';

export interface Documents {
  readonly values: readonly unknown[];
  /** Each in one line; a text with faults is not to be used. */
  readonly faults: readonly string[];
}

/** A parsed YAML document takes about a kilobyte for each of its tokens. JSON, and documents beside each other, have no such bound. */
const maxTokens = 1_000_000;
/** Deeper than any manifest, and shallow enough for whatever walks it. */
const maxDepth = 64;
/** How often what an anchor names may be repeated: a few lines can name billions of values. */
const maxAliasCount = 100;

/** The YAML documents, or the JSON, of a text that may be anything. Never throws, and takes a bounded amount of memory for each document. */
export function readDocuments(text: string): Documents {
  const json = jsonOf(text);
  if (json !== undefined) return json;
  const values: unknown[] = [];
  const faults: string[] = [];
  const lines = new LineCounter();
  const lineAt = (offset: number) => `line ${lines.linePos(offset).line}`;
  try {
    for (const document of compose(text, lines)) {
      faults.push(...document.errors.map(({ pos, message }) => `${lineAt(pos[0])}: ${message}`));
      if (document.errors.length === 0)
        add(document.toJS({ maxAliasCount }), lineAt(document.range[0]), values, faults);
    }
  } catch (thrown) {
    // Too many aliases; or, since the parser recurses, too many levels.
    faults.push(reasonOf(thrown));
  }
  return { values, faults };
}

/** Undefined for what is no JSON. */
function jsonOf(text: string): Documents | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const [values, faults]: [unknown[], string[]] = [[], []];
  add(value, 'line 1', values, faults);
  return { values, faults };
}

/** One document after the other, so that no two of them are there at once. */
function* compose(text: string, lines: LineCounter): Generator<Document.Parsed> {
  // Warnings go to standard error by themselves, with parts of the text.
  const composer = new Composer({ logLevel: 'error' });
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let tokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > maxTokens) throw new TooLargeError();
    for (const token of parser.next(lexeme)) {
      if (token.type === 'document') tokens = 0;
      yield* composer.next(token);
    }
  }
  for (const token of parser.end()) yield* composer.next(token);
  yield* composer.end();
}

function add(value: unknown, where: string, values: unknown[], faults: string[]): void {
  if (isDeeper(value)) faults.push(`${where}: nested in more than ${maxDepth} levels`);
  else values.push(value);
}

/** Level by level: a recursion would be as deep as the value. */
function isDeeper(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= maxDepth; depth += 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}

class TooLargeError extends Error {}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof TooLargeError) {
    return `one document has more than ${maxTokens} tokens; give JSON, or several documents as export writes them`;
  }
  return thrown instanceof Error ? thrown.message : 'cannot be read';
}
