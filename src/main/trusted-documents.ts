import { readFile } from 'node:fs/promises';
import type { WebSettings } from '../config.js';
import { type TrustedDocuments, trustedDocumentsFrom } from '../graphql/trusted-documents.js';

/** The manifest that TRUSTED_DOCUMENTS_FILE names; undefined where none is named. Rejects with what is wrong with it. */
export async function readTrustedDocuments({
  trustedDocumentsFile: path,
}: Pick<WebSettings, 'trustedDocumentsFile'>): Promise<TrustedDocuments | undefined> {
  if (path === undefined) return undefined;
  try {
    return trustedDocumentsFrom(await readFile(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`TRUSTED_DOCUMENTS_FILE names ${path}, which is no manifest: ${reason}`, { cause });
  }
}
