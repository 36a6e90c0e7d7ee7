import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alb-graphql-test-'));
  await keep({
    'tokens-1': 'first-token\nsecond-token\n',
    'log-1': '{"msg":"a"}\n',
    'answers-1': '{}\n',
    'spans-1': '{}\n',
    'output-ci': 'PASS\n',
  });
});
afterEach(() => rm(folder, { recursive: true }));

const keep = (files: Record<string, string>) =>
  Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));

/** What `npm run check:secrets` prints, and its exit code. */
const check = () =>
  new Promise<{ code: number; out: string }>((done) => {
    execFile(process.execPath, [resolve('test/static/secrets.mjs'), folder], (error, out) =>
      done({ code: error === null ? 0 : Number(error.code), out }),
    );
  });

it('passes where nothing got out', async () => {
  expect(await check()).toEqual({
    code: 0,
    out: '2 tokens looked for in 1 lines of logs, 1 of answers, 1 of spans, 1 of output\n',
  });
});

it.each([
  ['a token in a log', 'log-2', '{"err":"at x?token=second-token"}', 'token 2 of those used'],
  ['a token in an answer', 'answers-2', 'a\nfirst-token', 'token 1 of those used'],
  ['a token in a span', 'spans-2', '{"attributes":"second-token"}', 'token 2 of those used'],
  ['a token in the output of a command', 'output-ci', 'Bearer first-token', 'token 1 of those used'],
  ['a header of somebody else', 'log-2', 'authorization: Bearer abcdef123', 'a bearer token'],
  ['a password', 'log-2', 'authorization: Basic dTpwYXNzd29yZA==', 'a password'],
  ['a key', 'log-2', '-----BEGIN EC PRIVATE KEY-----', 'a private key'],
])('finds %s, and does not repeat it', async (_what, name, text, said) => {
  await keep({ [name]: text });
  const { code, out } = await check();
  expect(code).toBe(1);
  expect(out).toContain(`FAILED ${name}:`);
  expect(out).toContain(`holds ${said}`);
  expect(out).not.toMatch(/(first|second)-token|abcdef123/);
});

it('fails where nothing was kept', async () => {
  await rm(join(folder, 'log-1'));
  const { code, out } = await check();
  expect([code, out]).toEqual([1, expect.stringContaining('FAILED no file log-* ')]);
});
