import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backupText } from '../../../src/gateway/backup/backup-text.js';
import { readBackup } from '../../../src/gateway/backup/read-backup.js';
import { isPrintable } from '../../../src/printable.js';

const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };
const faultsOf = (text: string) => {
  const backup = readBackup(text, settings);
  return backup.kind === 'faults' ? backup.faults : [];
};

const gateway = (metadata: object = {}) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { namespace: 'a1', name: 'edge', ...metadata },
  spec: { gatewayClassName: 'other', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
});

/** Eight lines that name nine to the power of eight values. */
const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
  .concat([...'bcdefgh'].map((key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(', ')}]`))
  .join('\n');

describe('a file that is no backup', () => {
  it.each([
    ['nothing', '', /^it is empty/],
    ['blanks', ' \n\n', /^it is empty/],
    ['what is no YAML', 'a: 1\nb: [', /^line 2: /],
    ['a billion values in eight lines', bomb, /alias/],
    ['flow in flow', '['.repeat(100_000), /^line 1: /],
    ['lists in lists', `${'- '.repeat(5_000)}x`, /call stack|nested in more than 64 levels$/],
    ['lists in lists, a few', `${'- '.repeat(80)}x`, /nested in more than 64 levels$/],
    [
      'objects in objects, as JSON',
      `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      /nested in more than 64 levels$/,
    ],
    ['a document of a million tokens', `[${','.repeat(1_000_000)}]`, /more than 1000000 tokens/],
    ['a value without a kind', 'hello', /^object 1: undefined of undefined is neither/],
    [
      'a kind that is no text',
      'kind: { toString: 1 }\napiVersion: [1]',
      /^object 1: \(object\) of \(object\) is neither/,
    ],
    ['a kind of a megabyte', `kind: ${'x'.repeat(1_000_000)}`, /^object 1: x{100}… of undefined is neither/],
    [
      'labels that are no texts',
      JSON.stringify(gateway({ labels: { a: 1 } })),
      /has labels or annotations that are no/,
    ],
  ])('%s is told as a fault', (_, text, fault) => {
    expect(faultsOf(text)[0]).toMatch(fault);
  });

  it('tells a hundred of its faults, and how many there are beside', () => {
    const faults = faultsOf('kind: Nothing\n---\n'.repeat(150));
    expect([faults.length, faults.at(-1)]).toEqual([101, 'and 50 more']);
  });
});

describe('whatever a file holds', () => {
  const json = fc.jsonValue({ maxDepth: 3 });
  const object = fc.record(
    {
      apiVersion: fc.constantFrom('crd.alauda.io/v2beta1', 'gateway.networking.k8s.io/v1', 'v1'),
      kind: fc.constantFrom('ALB2', 'Gateway', 'List', 'GatewayList'),
      metadata: fc.oneof(
        json,
        fc.record(
          { name: fc.constantFrom('a', 'b'), namespace: fc.constant('a1'), labels: json, annotations: json },
          { requiredKeys: ['name', 'namespace'] },
        ),
      ),
      items: json,
      spec: fc.oneof(
        json,
        fc.record(
          {
            gatewayClassName: fc.oneof(fc.constant('exclusive-gateway'), json),
            listeners: fc.oneof(fc.constant([]), json),
            config: fc.oneof(json, fc.record({ gateway: fc.oneof(json, fc.record({ mode: json, name: json })) })),
          },
          { requiredKeys: [] },
        ),
      ),
    },
    { requiredKeys: [] },
  );

  it('it is a backup or has faults, each a line: nothing is thrown', () => {
    fc.assert(
      fc.property(fc.array(object, { maxLength: 4 }), (objects) => {
        const text = objects.map((one) => `---\n${JSON.stringify(one)}`).join('\n');
        const faults = faultsOf(text);
        expect(faults.filter((fault) => typeof fault !== 'string' || fault === '')).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('any text is read or has faults', () => {
    const pieces = fc.constantFrom(
      '- ',
      ': ',
      '? ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      '&a',
      '*a',
      '---\n',
      '|\n',
      '"',
      "'",
      'k',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (text) => {
          readBackup(text, settings);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('a backup of texts that a terminal obeys', () => {
  const obeyed = '\u001b[31m \u202e \u2066 \u200f \u2028 \u0085 \u009b \r \u007f \ufeff';

  it('shows each by its number, and is read as it was', () => {
    const annotations = {
      'example.com/note': obeyed,
      'example.com/lines': `a\nb\u202e\n`,
      'example.com/plain': 'a\nb\n',
    };
    const text = backupText(`c\u001b[0m`, [gateway({ annotations })]);
    expect(isPrintable(text)).toBe(true);
    expect(text).toContain('\\u202e');
    const backup = readBackup(text, settings);
    expect(backup).toMatchObject({ kind: 'backup', gateways: [{ gateway: { metadata: { annotations } } }] });
  });

  it('whatever the text and the key', () => {
    const character = fc.constantFrom(...obeyed, 'a', "'", '"', '\\', '\n', '\t', '#', ':', '-');
    const tricky = fc.array(character).map((all) => all.join(''));
    fc.assert(
      fc.property(tricky, tricky, (key, value) => {
        const annotations = { [`k${key}`]: value };
        const text = backupText('c', [gateway({ annotations })]);
        expect(isPrintable(text)).toBe(true);
        expect(readBackup(text, settings)).toMatchObject({ gateways: [{ gateway: { metadata: { annotations } } }] });
      }),
      { numRuns: 1_000 },
    );
  });
});
