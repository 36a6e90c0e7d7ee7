import { describe, expect, it } from '@jest/globals';
import {
  albAddresses,
  hasAddress,
  loadBalancerAddresses,
  manualAddresses,
  parseAddress,
  statusAddresses,
} from '../../../src/gateway/addresses.js';
import type { AlbResource, GatewayResource } from '../../../src/gateway/resources.js';

const alb = (address: string | undefined, detail?: object | null): AlbResource => ({
  metadata: { name: 'alb', namespace: 'a1' },
  spec: { ...(address !== undefined && { address }) },
  ...(detail !== undefined && { status: { detail: { address: detail } } as AlbResource['status'] }),
});

describe('an address', () => {
  it.each([
    ['10.0.0.1', 'IPV4'],
    ['::1', 'IPV6'],
    ['2001:DB8::a', 'IPV6'],
    ['lb.example.com', 'HOSTNAME'],
    ['LB-1.Example.com.', 'HOSTNAME'],
  ])('%s is %s', (text, type) => {
    expect(parseAddress(text)?.type).toBe(type);
  });

  it.each(['', ' ', '300.1.1.1', '1.2.3', '010.1.1.1.1', '1', '0x7f.0.0.1', 'a_b', '-a.com', '1::2::3', 'a..b'])(
    '"%s" is none',
    (text) => {
      expect(parseAddress(text)).toBeUndefined();
    },
  );

  it('has one key for all its spellings', () => {
    expect(parseAddress('2001:db8:0:0:0:0:0:1')?.key).toBe(parseAddress('2001:DB8::1')?.key);
    expect(parseAddress('::ffff:1.2.3.4')?.key).toBe(parseAddress('::ffff:102:304')?.key);
    expect(parseAddress('Lb.Example.com.')?.key).toBe(parseAddress('lb.example.com')?.key);
  });
});

describe('the addresses of an ALB', () => {
  it('are the manual ones in the order written, then IPv4, IPv6 and host names of the load balancer', () => {
    const detail = { ipv4: ['1.1.1.1'], ipv6: ['::2'], host: ['lb.example.com'], ok: true };
    expect(albAddresses(alb(' 9.9.9.9 ,, a.com,', detail)).map(({ value, sources }) => [value, ...sources])).toEqual([
      ['9.9.9.9', 'MANUAL'],
      ['a.com', 'MANUAL'],
      ['1.1.1.1', 'LB_SERVICE'],
      ['::2', 'LB_SERVICE'],
      ['lb.example.com', 'LB_SERVICE'],
    ]);
  });

  it('hold an address once, with every source, as written first', () => {
    expect(albAddresses(alb('::1,0:0::1', { ipv6: ['0:0:0:0:0:0:0:1'] }))).toEqual([
      { value: '::1', type: 'IPV6', sources: ['MANUAL', 'LB_SERVICE'] },
    ]);
  });

  it.each([[undefined], [null], [{}], [{ ipv4: null, ipv6: null, host: null }]])(
    'are empty with a status of %j',
    (detail) => {
      expect(albAddresses(alb(undefined, detail))).toEqual([]);
      expect(loadBalancerAddresses(alb(undefined, detail))).toEqual({
        ok: false,
        message: '',
        ipv4: [],
        ipv6: [],
        hostnames: [],
      });
    },
  );

  it('show what a person wrote although it is no address', () => {
    expect(albAddresses(alb('oops_'))).toEqual([{ value: 'oops_', type: 'HOSTNAME', sources: ['MANUAL'] }]);
    expect(manualAddresses(alb(' , '))).toEqual([]);
  });

  it('are found again in any spelling', () => {
    const addresses = albAddresses(alb('2001:db8::1,Lb.example.com'));
    expect([
      hasAddress(addresses, '2001:DB8:0::1'),
      hasAddress(addresses, 'LB.EXAMPLE.COM'),
      hasAddress(addresses, '::1'),
    ]).toEqual([true, true, false]);
  });
});

it("a Gateway's own status names its addresses, if it names any", () => {
  const gateway = (addresses?: { value: string }[] | null): GatewayResource => ({
    metadata: { name: 'g' },
    spec: { gatewayClassName: 'c', listeners: [] },
    ...(addresses !== undefined && { status: { addresses } }),
  });
  expect(statusAddresses(gateway())).toEqual([]);
  expect(statusAddresses(gateway(null))).toEqual([]);
  expect(statusAddresses(gateway([{ value: '1.1.1.1' }]))).toEqual([
    { value: '1.1.1.1', type: 'IPV4', sources: ['GATEWAY_STATUS'] },
  ]);
});
