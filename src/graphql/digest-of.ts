import { hash } from 'node:crypto';

/** A short text that is equal for equal texts alone: what is kept of each object to compare its next state by. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'base64');
}
