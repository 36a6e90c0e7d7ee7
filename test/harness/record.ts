import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where everything that the servers of a test run say is kept, to be searched for the tokens that the tests used
 * (test/static/secrets.mjs). Unset, as when a test is run by hand: nowhere.
 */
const folder = process.env['TEST_RECORD'];

/** The path of the file for what this process' servers log; undefined: it is not kept. */
export const logFile = folder && join(folder, `log-${process.pid}`);

/** An answer or a page of a server, as callers see it. */
export function keepAnswer(text: string): void {
  if (folder) appendFileSync(join(folder, `answers-${process.pid}`), `${text}\n`);
}

/** Spans of a server, as a collector is sent them. */
export function keepSpans(text: string): void {
  if (folder) appendFileSync(join(folder, `spans-${process.pid}`), `${text}\n`);
}

/** A secret that a test uses from here on. */
export function keepToken(token: string | undefined): void {
  if (folder && token) appendFileSync(join(folder, `tokens-${process.pid}`), `${token}\n`);
}
