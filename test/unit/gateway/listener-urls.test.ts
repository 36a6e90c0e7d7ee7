import { expect, it } from '@jest/globals';
import type { Address } from '../../../src/gateway/addresses.js';
import { listenerUrls } from '../../../src/gateway/listener-urls.js';

const addresses: Address[] = [
  { value: '1.1.1.1', type: 'IPV4', sources: ['MANUAL'] },
  { value: '::1', type: 'IPV6', sources: ['LB_SERVICE'] },
  { value: 'lb.com', type: 'HOSTNAME', sources: ['LB_SERVICE'] },
];

it.each([
  [{ protocol: 'HTTP', port: 8234, hostname: 'a.com' }, ['http://a.com:8234']],
  [{ protocol: 'HTTP', port: 80, hostname: '*.b.com' }, ['http://*.b.com:80']],
  [{ protocol: 'HTTPS', port: 443 }, ['https://1.1.1.1:443', 'https://[::1]:443', 'https://lb.com:443']],
  [{ protocol: 'TLS', port: 443, hostname: 'a.com' }, ['tls://a.com:443']],
  [{ protocol: 'UDP', port: 53, hostname: '' }, ['udp://1.1.1.1:53', 'udp://[::1]:53', 'udp://lb.com:53']],
  [{ protocol: 'example.com/QUIC', port: 1, hostname: 'a.com' }, ['quic://a.com:1']],
])('%j is reached at %j', (listener, urls) => {
  expect(listenerUrls(listener, addresses)).toEqual(urls);
});
