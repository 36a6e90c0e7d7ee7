import { Document, visit } from 'yaml';
import type { KubeObject } from '../kube/ports.js';
import { isPrintable, printable } from '../printable.js';

/** A block of lines cannot tell of blanks at its start, nor of lines that hold nothing else. */
const blanks = /^\s|[ \t](?:\n|$)/;

/** An object as YAML that is read as it was, and that a terminal shows as it is, whatever texts it holds. */
export function manifestYaml(manifest: KubeObject): string {
  // kubectl reads YAML 1.1, where a bare yes, off or 12:30 is no string: such texts are quoted for both versions.
  const document = new Document(manifest, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  visit(document, {
    Scalar(_, scalar) {
      const { value } = scalar;
      // Between double quotes every character has its place, and may be written by its number.
      if (typeof value === 'string' && (!isPrintable(value) || blanks.test(value))) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return printable(document.toString({ lineWidth: 0 }));
}
