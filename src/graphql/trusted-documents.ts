import { hash } from 'node:crypto';

/** The only documents that run, where a manifest names them: their texts by the sha256 of each, in hex. */
export type TrustedDocuments = ReadonlyMap<string, string>;

interface Entry {
  readonly id: unknown;
  readonly body: unknown;
}

/**
 * From a manifest's JSON: `{"<sha256>": "<text>"}`, as graphql-codegen's client preset writes it, or Apollo's
 * `{"operations": [{"id": "<sha256>", "body": "<text>"}]}`. Throws an Error that says which entry is wrong.
 */
export function trustedDocumentsFrom(json: string): TrustedDocuments {
  const documents = new Map<string, string>();
  for (const { id, body } of entriesOf(JSON.parse(json))) {
    if (typeof body !== 'string') throw new Error(`The document of ${JSON.stringify(id)} is no text`);
    const sha256 = hash('sha256', body);
    if (typeof id !== 'string' || bareId(id) !== sha256) {
      throw new Error(`${JSON.stringify(id)} is not the sha256 of its document, which is ${sha256}`);
    }
    documents.set(sha256, body);
  }
  return documents;
}

/** GraphQL over HTTP writes `sha256:` before it, most tools do not. */
export function bareId(id: string): string {
  return id.replace(/^sha256:/, '').toLowerCase();
}

function entriesOf(manifest: unknown): readonly Entry[] {
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) {
    throw new Error('A manifest of documents is a JSON object');
  }
  const { operations } = manifest as { operations?: unknown };
  if (Array.isArray(operations)) return operations.map((entry) => ({ id: entry?.id, body: entry?.body }));
  return Object.entries(manifest).map(([id, body]) => ({ id, body }));
}
