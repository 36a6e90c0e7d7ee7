/** Characters that a terminal or an editor obeys rather than shows: control codes but line feed and tab, and those that turn the direction of text or break its lines. */
const obeyed = /[[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]--[\n\t]]/gv;

/** Whether a text holds none of them. */
export function isPrintable(text: string): boolean {
  return text.search(obeyed) === -1;
}

/** A text from elsewhere with each of them as JSON and YAML write it, such as \u001b: what was written stays to be seen. */
export function printable(text: string): string {
  return text.replace(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
