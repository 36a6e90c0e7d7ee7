const mask = '[redacted]';
/** What is shorter keeps no secret, and would be found in innocent words. */
const shortestSecret = 8;

/** A copy of the JSON value in which no string contains the secret. Cheap when there is nothing to hide. */
export function redact<T>(value: T, secret: string | undefined): T {
  if (secret === undefined || secret.length < shortestSecret) return value;
  return mapStrings(value, (text) => text.replaceAll(secret, mask)) as T;
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)]));
}
