import type { EnvironmentReader } from './environment-reader.js';

export interface TracingSettings {
  readonly endpoint: string;
  /** 0 to 1. */
  readonly ratio: number;
}

/** Undefined: off. */
export function tracingSettingsFrom(reader: EnvironmentReader): TracingSettings | undefined {
  const endpoint = reader.text('OTEL_EXPORTER_OTLP_ENDPOINT');
  const text = reader.text('OTEL_TRACES_SAMPLER_ARG') ?? '1';
  const ratio = /^(0|1|0?\.\d+|1\.0+|0\.0+)$/.test(text) ? Number(text) : undefined;
  if (ratio === undefined)
    reader.fault('OTEL_TRACES_SAMPLER_ARG', `is "${text}"; give a number from 0 to 1, such as 0.1`);
  if (endpoint === undefined) return undefined;
  const url = URL.parse(endpoint);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '') {
    const name = 'OTEL_EXPORTER_OTLP_ENDPOINT';
    reader.fault(name, 'is no URL of a collector; give scheme, host and port, such as http://localhost:4318');
  }
  return { endpoint, ratio: ratio ?? 1 };
}
