import type { LoadedServer } from './loaded-server.ts';

export interface Watched {
  /** Answers of /healthz: how many there were, how many were not 200, and the slowest. */
  readonly looks: number;
  readonly unwell: number;
  readonly slowestMs: number;
  /** Once a second, in MiB. */
  readonly memory: readonly number[];
}

/** Looks after the server until it is told to stop: /healthz four times a second, memory every second. */
export function watchServer(server: LoadedServer): () => Promise<Watched> {
  const [looks, memory]: [{ ok: boolean; ms: number }[], number[]] = [[], []];
  const pending = new Set<Promise<void>>();
  const keep = (work: Promise<void>) => {
    pending.add(work);
    work.finally(() => pending.delete(work));
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
    setInterval(() => keep(look()), 250),
    setInterval(() => keep(server.memoryMib().then((mib) => void memory.push(mib))), 1_000),
  ];
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(pending);
    return {
      looks: looks.length,
      unwell: looks.filter(({ ok }) => !ok).length,
      slowestMs: Math.max(0, ...looks.map(({ ms }) => ms)),
      memory,
    };
  };
}
