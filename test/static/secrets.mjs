/**
 * `npm run check:secrets -- FOLDER`: whether a test run let a secret out. FOLDER holds what test/harness/record.ts kept
 * (log-*, answers-*, spans-*, tokens-*) and the output of the commands (output-*). No file may hold a token that the tests used, nor
 * anything that looks like a secret.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const lookingLikeSecrets = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a JSON Web Token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  ['a bearer token', /\bBearer (?!token)[\w.~+/-]{6,}/],
  ['a password', /\bauthorization\W+Basic [A-Za-z0-9+/]{8,}/i],
];

/** Lines that hold a secret, and how much was looked at. */
export async function findSecrets(folder) {
  const names = await readdir(folder);
  const texts = async (prefix) => {
    const files = names.filter((name) => name.startsWith(prefix));
    return Promise.all(files.map(async (name) => [name, await readFile(join(folder, name), 'utf8')]));
  };
  const tokens = [...new Set((await texts('tokens-')).flatMap(([, text]) => text.split('\n')))].filter(Boolean);
  const searched = { 'log-': 0, 'answers-': 0, 'spans-': 0, 'output-': 0 };
  const found = [];
  for (const prefix of Object.keys(searched)) {
    for (const [name, text] of await texts(prefix)) {
      for (const [at, line] of text.split('\n').entries()) {
        searched[prefix] += line === '' ? 0 : 1;
        const what = secretIn(line, tokens);
        if (what !== undefined) found.push(`${name}:${at + 1} holds ${what}`);
      }
    }
  }
  return { found, tokens, searched };
}

function secretIn(line, tokens) {
  const at = tokens.findIndex((token) => line.includes(token));
  if (at >= 0) return `token ${at + 1} of those used`;
  return lookingLikeSecrets.find(([, pattern]) => pattern.test(line))?.[0];
}

async function main(folder) {
  const { found, tokens, searched } = await findSecrets(folder);
  const counts = `${searched['log-']} lines of logs, ${searched['answers-']} of answers, ${searched['spans-']} of spans, ${searched['output-']} of output`;
  console.log(`${tokens.length} tokens looked for in ${counts}`);
  for (const line of found.slice(0, 50)) console.log(`FAILED ${line}`);
  // Where nothing was kept, nothing was shown.
  const empty = Object.entries({ ...searched, 'tokens-': tokens.length }).filter(([, count]) => count === 0);
  for (const [prefix] of empty) console.log(`FAILED no file ${prefix}* in ${folder} holds anything`);
  return found.length + empty.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = await main(process.argv[2]);
