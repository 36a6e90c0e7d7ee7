/** Whether an answer is an object of Kubernetes at all: one that has a name. All else the API server vouches for. */
export function isObject(json: unknown): boolean {
  const { metadata } = (json ?? {}) as { metadata?: { name?: unknown } | null };
  return typeof metadata?.name === 'string' && metadata.name !== '';
}
