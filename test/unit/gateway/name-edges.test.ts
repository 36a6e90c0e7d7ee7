import { describe, expect, it } from '@jest/globals';
import { albNameFor, isDnsLabel } from '../../../src/gateway/names.js';
import { createFaults } from '../../../src/gateway/writes/validate-input.js';

const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };

describe('the name of a new ALB', () => {
  it.each([
    ['g1', 'g1-abcde'],
    ['a.b', 'a-b-abcde'],
    ['1st', 'g-1st-abcde'],
    [`${'a'.repeat(47)}.b`, `${'a'.repeat(47)}-abcde`],
  ])('for %s is %s', (gateway, alb) => expect(albNameFor(gateway, 'abcde')).toBe(alb));

  it.each(['a', '9', `9${'.9'.repeat(126)}`, 'a'.repeat(253)])(
    'leaves room for the Service made of it: %s',
    (gateway) => {
      const service = `${albNameFor(gateway, 'abcde')}-lb-vwxyz`;
      expect(isDnsLabel(service)).toBe(true);
      expect(service).toMatch(/^[a-z]/);
    },
  );
});

describe('the key of an annotation', () => {
  const faultsOf = (field: 'labels' | 'annotations') =>
    createFaults(
      {
        namespace: 'a',
        name: 'g',
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
        [field]: { 'Example.com/Key': 'x' },
      },
      settings,
    );

  it('may have a prefix in capitals, as Kubernetes allows', () => expect(faultsOf('annotations')).toEqual([]));
  it('is freer than that of a label', () => expect(faultsOf('labels')).toHaveLength(1));
});
