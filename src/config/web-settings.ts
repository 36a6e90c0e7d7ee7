import type { EnvironmentReader } from './environment-reader.js';

/** What is offered to whom over HTTP. What each means, and its default, is said in settings.ts. */
export interface WebSettings {
  /** As browsers write them in an Origin header. */
  readonly allowedOrigins: readonly string[];
  /** Whether the schema may be asked for. */
  readonly introspection: boolean;
  readonly playground: boolean;
  /** Of a manifest of the only documents that run. */
  readonly trustedDocumentsFile: string | undefined;
  /** Absent: plain HTTP. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
}

export function webSettingsFrom(reader: EnvironmentReader): WebSettings {
  return {
    allowedOrigins: originsFrom(reader),
    introspection: reader.boolean('INTROSPECTION') ?? true,
    playground: reader.boolean('PLAYGROUND') ?? true,
    trustedDocumentsFile: reader.file('TRUSTED_DOCUMENTS_FILE'),
    tls: tlsFrom(reader),
  };
}

function tlsFrom(reader: EnvironmentReader): WebSettings['tls'] {
  const certFile = reader.file('TLS_CERT_FILE');
  const keyFile = reader.file('TLS_KEY_FILE');
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  if (keyFile !== undefined) reader.fault('TLS_CERT_FILE', 'is not set, and TLS_KEY_FILE is; set both, or neither');
  if (certFile !== undefined) reader.fault('TLS_KEY_FILE', 'is not set, and TLS_CERT_FILE is; set both, or neither');
  return undefined;
}

function originsFrom(reader: EnvironmentReader): string[] {
  const origins = reader.list('ALLOWED_ORIGINS');
  for (const origin of origins) {
    const url = URL.parse(origin);
    if (url?.origin === origin && /^https?:$/.test(url.protocol)) continue;
    const example = url?.origin.startsWith('http') ? url.origin : 'https://console.example';
    reader.fault(
      'ALLOWED_ORIGINS',
      `holds "${origin}"; give scheme and host as a browser sends them, such as ${example}`,
    );
  }
  return origins;
}
