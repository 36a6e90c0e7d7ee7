const pattern = /zq[0-9a-z]{6}qz|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The n-th word that stands in one version of one object and nowhere else. */
export const secretWord = (count: number) => `zq${count.toString(36).padStart(6, '0')}qz`;

/** Every such word, and every uid, in a text. */
export function secretsIn(text: string): Set<string> {
  return new Set(text.match(pattern) ?? []);
}
