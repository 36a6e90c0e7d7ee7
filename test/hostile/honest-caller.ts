/** One caller who keeps to every limit: a page of 20, ten times a second. */
export interface Honest {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly answered: number;
  /** By what came instead of an answer. */
  readonly failed: Readonly<Record<string, number>>;
}

const query =
  '{ gateways(first: 20) { totalCount nodes { namespace name addresses { value } listeners { name urls } } } }';
const everyMs = 100;

/** Asks until it is told to stop; then tells how that went. */
export function startHonestCaller(url: string, token: string | undefined): () => Promise<Honest> {
  const times: number[] = [];
  const failed: Record<string, number> = {};
  const pending = new Set<Promise<void>>();
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const ask = async () => {
    const started = performance.now();
    const outcome = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) }).then(
      async (answer) =>
        (await answer.text()).startsWith('{"data":{"gateways":{"totalCount"') ? '' : `${answer.status}`,
      (error: Error) => error.message,
    );
    if (outcome === '') times.push(performance.now() - started);
    else failed[outcome] = (failed[outcome] ?? 0) + 1;
  };
  const timer = setInterval(() => {
    const asking = ask();
    pending.add(asking);
    // One that fails by itself is to end the run.
    void asking.finally(() => pending.delete(asking));
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await Promise.all(pending);
    times.sort((a, b) => a - b);
    const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
    return { p50Ms: at(0.5), p99Ms: at(0.99), answered: times.length, failed };
  };
}
