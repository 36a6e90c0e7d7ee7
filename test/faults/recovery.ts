import { expect } from '@jest/globals';
import type { AlbGraphql } from '../harness/alb-graphql.js';
import type { KubeApi } from '../harness/kube-api.js';
import { type EventMirror, linesByCluster } from './event-mirror.js';
import { setAddress, setPort } from './gateway-pairs.js';

/** What was measured, for people to read. */
export class RecoveryReport {
  readonly #lines: string[] = [];

  constructor(private readonly title: string) {}

  add(fault: string, ms: number): void {
    this.#lines.push(`${String(Math.round(ms)).padStart(7)} ms  ${fault}`);
  }

  print(): void {
    process.stdout.write(`\n${this.title}\n${this.#lines.join('\n')}\n`);
  }
}

/**
 * The fault has just ended: the stream comes to show what the cluster holds, in time, by events that keep the rules, and
 * is alive after that. Answers how long it took, in ms.
 */
export async function expectRecovery(
  mirror: EventMirror,
  api: KubeApi,
  { namespace = 'a1', endedMs = performance.now(), withinMs = 2_000 } = {},
): Promise<number> {
  await mirror.shows(await linesByCluster(api, [namespace]));
  const tookMs = performance.now() - endedMs;
  await expectLife(mirror, api, namespace);
  expect(mirror.broken).toEqual([]);
  expect(tookMs).toBeLessThan(withinMs);
  return tookMs;
}

/** Changes of both objects of a gateway come through: their watches are open. */
export async function expectLife(mirror: EventMirror, api: KubeApi, namespace = 'a1'): Promise<void> {
  const turn = mirror.seen.length;
  await setPort(api, namespace, 'same', 10_000 + turn);
  await setAddress(api, namespace, 'same', `10.1.${turn >> 8}.${turn & 255}`);
  await mirror.shows(await linesByCluster(api, [namespace]));
}

/** Lists that the server has asked a cluster for so far, by kind and by its own count; with a code, those so answered. */
export async function listsAsked(server: AlbGraphql, code?: number): Promise<Record<string, number>> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const counts: Record<string, number> = {};
  for (const [, labels = '', count] of text.matchAll(/^alb_graphql_upstream_requests_total\{(.*)\} (\d+)$/gm)) {
    const kind = /kind="([^"]*)"/.exec(labels)?.[1] ?? '';
    const counted = code === undefined || labels.includes(`code="${code}"`);
    if (counted && labels.includes('verb="list"')) counts[kind] = (counts[kind] ?? 0) + Number(count);
  }
  return counts;
}
