import type { DocumentNode } from 'graphql';

/** As measured: a token with its share of the tree, and what one error takes that refuses the document. */
const tokenBytes = 550;
const errorBytes = 3_000;
/** Errors that the gate remembers of one document, at most; none comes without a token of its own. */
const maxErrors = 20;

/** Memory that a parsed document may take, with its text. */
export function bytesOfTree(document: DocumentNode): number {
  const chars = document.loc?.source.body.length ?? 0;
  return 1_024 + 2 * chars + tokenBytes * (document.tokenCount ?? 0);
}

/** The same with all that the gate remembers of it: its names stand once more in the messages about them. */
export function bytesOfDocument(document: DocumentNode): number {
  const chars = document.loc?.source.body.length ?? 0;
  return bytesOfTree(document) + 4 * chars + errorBytes * Math.min(maxErrors, document.tokenCount ?? 0);
}
