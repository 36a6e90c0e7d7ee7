import type { LoadedServer } from './loaded-server.ts';

export interface Watched {
  /** Answers of /healthz: how many there were, how many were not 200, and the slowest. */
  readonly looks: number;
  readonly unwell: number;
  readonly slowestMs: number;
  readonly p99Ms: number;
  /** In MiB. */
  readonly memory: readonly number[];
}

/** Looks after the server until it is told to stop: /healthz four times a second, memory every second, unless told otherwise. */
export function watchServer(server: LoadedServer, { lookMs = 250, memoryMs = 1_000 } = {}): () => Promise<Watched> {
  const [looks, memory]: [{ ok: boolean; ms: number }[], number[]] = [[], []];
  const pending = new Set<Promise<void>>();
  const keep = (work: Promise<void>) => {
    pending.add(work);
    // A look that fails by itself is to end the run.
    void work.finally(() => pending.delete(work));
  };
  const look = async () => {
    const started = performance.now();
    const ok = await fetch(`${server.url}/healthz`, { signal: AbortSignal.timeout(5_000) }).then(
      async (response) => (await response.text()) !== '' && response.status === 200,
      () => false,
    );
    looks.push({ ok, ms: performance.now() - started });
  };
  const timers = [
    setInterval(() => keep(look()), lookMs),
    setInterval(() => keep(server.memoryMib().then((mib) => void memory.push(mib))), memoryMs),
  ];
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(pending);
    const times = looks.map(({ ms }) => ms).sort((a, b) => a - b);
    return {
      looks: looks.length,
      unwell: looks.filter(({ ok }) => !ok).length,
      slowestMs: times.at(-1) ?? 0,
      p99Ms: times[Math.ceil(times.length * 0.99) - 1] ?? 0,
      memory,
    };
  };
}
