import { type DocumentNode, Kind, Lexer, Source, TokenKind, visit } from 'graphql';

/**
 * Braces, brackets and parentheses in one another, and fragments in one another. Both are far above what a document needs, and far below
 * what the stack holds: how deep that is depends on which functions are compiled by then, so on what was asked before.
 */
export const maxNesting = 200;
export const maxFragmentChain = 50;

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Whether the text, as far as it can be read, is nested too deeply for a parser that works by recursion. */
export function isNestedTooDeeply(text: string): boolean {
  if ((text.match(/[{[(]/g)?.length ?? 0) <= maxNesting) return false;
  const lexer = new Lexer(new Source(text));
  try {
    let depth = 0;
    for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
      if (closing.has(kind)) depth -= 1;
      else if (opening.has(kind)) depth += 1;
      if (depth > maxNesting) return true;
    }
  } catch {
    // The parser stops there too, and says why.
  }
  return false;
}

/** Whether fragments spread one another in too long a chain for rules that follow it by recursion. A circle counts once around. */
export function hasLongFragmentChain(document: DocumentNode): boolean {
  const spreads = new Map<string, string[]>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const names: string[] = [];
    visit(definition, { FragmentSpread: ({ name }) => void names.push(name.value) });
    spreads.set(definition.name.value, names);
  }
  const lengths = new Map<string, number>();
  const lengthOf = (fragment: string, above: number): number => {
    if (above > maxFragmentChain) return 0;
    let longest = lengths.get(fragment);
    if (longest !== undefined) return longest;
    longest = 0;
    lengths.set(fragment, longest);
    for (const name of spreads.get(fragment) ?? []) longest = Math.max(longest, lengthOf(name, above + 1));
    lengths.set(fragment, longest + 1);
    return longest + 1;
  };
  return [...spreads.keys()].some((fragment) => lengthOf(fragment, 1) > maxFragmentChain);
}
