import { readFileSync } from 'node:fs';

/** The text of a file that the package holds beside its code, by its path there. */
export function packaged(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

export function packageVersion(): string {
  return (JSON.parse(packaged('package.json')) as { version: string }).version;
}
