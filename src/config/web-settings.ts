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
}

export function webSettingsFrom(reader: EnvironmentReader): WebSettings {
  return {
    allowedOrigins: originsFrom(reader),
    introspection: reader.boolean('INTROSPECTION') ?? true,
    playground: reader.boolean('PLAYGROUND') ?? true,
    trustedDocumentsFile: reader.file('TRUSTED_DOCUMENTS_FILE'),
  };
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
