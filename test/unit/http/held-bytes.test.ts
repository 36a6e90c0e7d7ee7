import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { type Entry } from '../../../src/http/admission.js';
import { HeldBytes } from '../../../src/http/held-bytes.js';

const documentOf = (name: string) => parse(`subscription ${name} { gatewayEvents { type } }`);
const shared = { document: documentOf('Shared'), variables: { namespace: 'a' } };

function held(options: { inAll?: number; perCaller?: number } = {}) {
  const refused: string[] = [];
  const none = Number.POSITIVE_INFINITY;
  const onRefused = (setting: string) => refused.push(setting);
  const bytes = new HeldBytes({
    setting: 'MAX_SUBSCRIPTION_BYTES',
    inAll: none,
    perCaller: none,
    onRefused,
    ...options,
  });
  return { bytes, refused };
}

function leave(entry: Entry): void {
  if (entry.kind !== 'entered') throw new Error(entry.message);
  entry.leave();
  // A second call changes nothing.
  entry.leave();
}

describe('HeldBytes', () => {
  it('counts a document once for all who share it, and for as long as one of them is there', () => {
    const { bytes } = held();
    const first = bytes.enter('ann', shared);
    const one = bytes.bytes;
    const second = bytes.enter('bob', shared);
    const ofVariables = bytes.bytes - one;
    expect(ofVariables).toBeLessThan(one / 10);
    leave(first);
    expect(bytes.bytes).toBe(one);
    leave(second);
    expect(bytes.bytes).toBe(0);
  });

  it('counts documents that are not the same one, and the values of variables', () => {
    const { bytes } = held();
    bytes.enter('ann', shared);
    const one = bytes.bytes;
    bytes.enter('ann', { ...shared, document: documentOf('Other') });
    expect(bytes.bytes).toBeGreaterThan(1.9 * one);
    const two = bytes.bytes;
    bytes.enter('ann', { ...shared, variables: { namespace: 'n'.repeat(10_000) } });
    expect(bytes.bytes - two).toBeGreaterThanOrEqual(20_000);
  });

  it('refuses what one caller may not hold, while another may, and then what all may not', () => {
    const { bytes, refused } = held({ perCaller: 50_000, inAll: 100_000 });
    const large = () => ({ document: documentOf('Large'), variables: { namespace: 'n'.repeat(15_000) } });
    expect(bytes.enter('ann', large())).toMatchObject({ kind: 'entered' });
    expect(bytes.enter('ann', large())).toMatchObject({ kind: 'refused', limit: 50_000 });
    const entries = ['bob', 'cid'].map((key) => bytes.enter(key, large()));
    expect(entries.map(({ kind }) => kind)).toEqual(['entered', 'refused']);
    expect(refused).toEqual(['MAX_SUBSCRIPTION_BYTES_PER_CALLER', 'MAX_SUBSCRIPTION_BYTES']);
    leave(entries[0] as Entry);
    expect(bytes.enter('cid', large())).toMatchObject({ kind: 'entered' });
  });
});
