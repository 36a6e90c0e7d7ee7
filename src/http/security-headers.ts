/** Of every answer; the pages have a policy of their own, which lets their files in. */
export function securityHeaders({ tls }: { readonly tls: boolean }): Readonly<Record<string, string>> {
  return {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // Where another ends TLS, it is that one's to say.
    ...(tls && { 'strict-transport-security': 'max-age=31536000' }),
  };
}
