import { readFileSync } from 'node:fs';

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** Of a `<!-- answers: CODE -->` before it. */
  readonly answers: string | undefined;
  /** Of an operation: the JSON block that follows it with nothing in between. */
  readonly variables: Record<string, unknown>;
}

const root = new URL('../../', import.meta.url);

export function readPage(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

const pattern = /(?:<!-- answers: (\w+) -->\n\n)?```(\w+)\n([\s\S]*?)```\n(?:\n```json\n([\s\S]*?)```\n)?/g;

/** The fenced blocks of a page, in order. */
export function blocksOf(path: string): Block[] {
  return [...readPage(path).matchAll(pattern)].map(([, answers, language = '', text = '', json]) => ({
    language,
    text,
    answers,
    variables: json === undefined ? {} : JSON.parse(json),
  }));
}
