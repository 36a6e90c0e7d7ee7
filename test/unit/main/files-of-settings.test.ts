import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { tlsPairReader } from '../../../src/main/tls-pair.js';
import { readTrustedDocuments } from '../../../src/main/trusted-documents.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { fixture } from '../../harness/tls-front.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alb-graphql-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

const tls = (cert: string, key: string) => ({ tls: { certFile: fixture(cert), keyFile: fixture(key) } });

it('a certificate is read with its key', async () => {
  const read = await tlsPairReader(tls('before.crt', 'before.key'), new FakeClock());
  expect((await read?.())?.cert).toContain('BEGIN CERTIFICATE');
  expect(await tlsPairReader({ tls: undefined }, new FakeClock())).toBeUndefined();
});

it.each([
  ['of another key', tls('before.crt', 'after.key')],
  ['that is not there', tls('none.crt', 'before.key')],
  ['that is none', tls('before.key', 'before.key')],
])('a certificate %s is a fault of the settings', async (_which, settings) => {
  await expect(tlsPairReader(settings, new FakeClock())).rejects.toThrow(
    /^TLS_CERT_FILE and TLS_KEY_FILE cannot be used: /,
  );
});

it('a manifest that is none is a fault of the settings', async () => {
  const trustedDocumentsFile = join(folder, 'manifest.json');
  await writeFile(trustedDocumentsFile, '{"00": "{ clusters { name } }"}');
  await expect(readTrustedDocuments({ trustedDocumentsFile })).rejects.toThrow(
    /^TRUSTED_DOCUMENTS_FILE names .*manifest.json, which is no manifest: "00" is not the sha256 of its document/,
  );
  await writeFile(trustedDocumentsFile, '{}');
  expect((await readTrustedDocuments({ trustedDocumentsFile }))?.size).toBe(0);
  expect(await readTrustedDocuments({ trustedDocumentsFile: undefined })).toBeUndefined();
});
