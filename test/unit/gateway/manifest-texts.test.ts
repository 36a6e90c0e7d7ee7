import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { manifestOf } from '../../../src/gateway/manifest.js';

const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };
const texts = ['yes', 'off', 'n', '012', '1_000', '12:30', '1e3', '0o17', '2023-06-30', '', '~', 'a: b\nc\n', '0x1f'];
const annotations = Object.fromEntries([...texts.entries()].map(([at, text]) => [`t${at}`, text]));
const manifest = { apiVersion: 'v1', kind: 'X', metadata: { name: 'x', annotations: { ...annotations, on: 'key' } } };

describe('the YAML of a manifest', () => {
  it.each(['1.1', '1.2'] as const)('keeps every text a text for a reader of YAML %s', (version) => {
    expect(parse(manifestOf(manifest, 'YAML', settings), { version })).toEqual(manifest);
  });
});
