import { describe, expect, it } from '@jest/globals';
import { hasAddress, parseAddress } from '../../../src/gateway/addresses.js';
import { listenerUrls } from '../../../src/gateway/listener-urls.js';

const manual = (value: string) => ({ value, type: 'IPV6' as const, sources: ['MANUAL' as const] });

describe('spellings of an address', () => {
  it.each([
    ['::ffff:1.2.3.4', '::ffff:102:304'],
    ['::1.2.3.4', '::102:304'],
    ['64:ff9b::192.0.2.33', '64:FF9B::C000:221'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['fe80::1%eth0', 'FE80:0::1%eth0'],
    ['fe80::1%en-0', 'fe80:0::1%en-0'],
  ])('%s is %s', (one, other) => {
    expect(parseAddress(one)).toEqual(parseAddress(other));
    expect(hasAddress([manual(one)], ` ${other} `)).toBe(true);
  });

  it.each([
    ['::1.2.3.4', '::ffff:1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['fe80::1%eth0', 'fe80::1%eth1'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('%s is not %s', (one, other) => {
    expect(parseAddress(one)?.key).not.toBe(parseAddress(other)?.key);
  });

  it.each(['::ffff:01.2.3.4', '::ffff:0x1.2.3.4', '01.2.3.4', '0x7f.1', '0x7f000001', 'a.1', '1.2.3.4.', '[::1]'])(
    '%s is no address',
    (text) => expect(parseAddress(text)).toBeUndefined(),
  );

  it('escape the zone in a URL', () => {
    expect(listenerUrls({ port: 80, protocol: 'HTTP' }, [manual('fe80::1%eth0')])).toEqual([
      'http://[fe80::1%25eth0]:80',
    ]);
  });
});
