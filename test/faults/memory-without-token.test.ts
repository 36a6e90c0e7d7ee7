import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultTokens } from '../../src/sandbox/users.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { ServedProcess } from '../harness/served-process.js';

/** As long as a value can be in a request of MAX_BODY_BYTES. Half as many in a row as fill the heap already end a server that keeps them. */
const valueChars = 1_000_000;
const heapMb = 96;
const requests = 60;

const page = 'query ($c: String) { gatewayClasses { gateways(after: $c) { totalCount } } }';
const rights = 'query ($n: String!) { viewer { can(verb: "list", resource: GATEWAY, namespace: $n) } }';

describe('the built server, in a heap of 96 MB', () => {
  let opened: OpenedSandbox;
  let server: ServedProcess;

  beforeAll(async () => {
    opened = await openSandbox({ tokens: defaultTokens });
    server = await ServedProcess.start({
      KUBECONFIG: await opened.kubeconfig('admin-token'),
      AUTH_MODE: 'shared',
      // Else such values would be refused before anything could keep them.
      MAX_VARIABLES_BYTES: '0',
      NODE_OPTIONS: `--max-old-space-size=${heapMb}`,
    });
  });
  afterAll(async () => {
    await server.kill();
    await opened.close();
  });

  const ask = (query: string, variables: object, headers: Record<string, string>) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });

  /** The codes of all answers, each once. */
  async function askWithLargeValues(headers: Record<string, string>): Promise<unknown[]> {
    const codes = new Set<unknown>();
    for (let at = 0; at < requests; at += 1) {
      const response = await ask(page, { c: String(at).padEnd(valueChars, 'c') }, headers);
      const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
      codes.add(errors?.[0]?.extensions.code);
    }
    return [...codes];
  }

  /** Entries by cache. */
  async function kept(): Promise<Record<string, number>> {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const lines = text.matchAll(/^alb_graphql_cache_entries\{cache="(\w+)"\} (\d+)$/gm);
    return Object.fromEntries([...lines].map(([, cache, entries]) => [cache, Number(entries)]));
  }

  it('outlives a new value of 1 MB in each request of callers without a token, and keeps nothing for them', async () => {
    expect(await askWithLargeValues({})).toEqual(['UNAUTHENTICATED']);
    expect(await kept()).toMatchObject({ documents: 1, plans: 0, answers: 0, verdicts: 0, rules: 0, tokens: 0 });
  }, 120_000);

  it('and of callers with a token that the cluster does not know', async () => {
    expect(await askWithLargeValues({ authorization: 'Bearer wrong' })).toEqual(['UNAUTHENTICATED']);
    expect(await kept()).toMatchObject({ documents: 1, plans: 0, answers: 0, verdicts: 0, rules: 0, tokens: 1 });
  }, 120_000);

  it('and of a caller who may ask: what is too long is answered, and not kept', async () => {
    expect(await askWithLargeValues({ authorization: 'Bearer viewer-token' })).not.toContain('UNAUTHENTICATED');
    expect(await kept()).toMatchObject({ documents: 1, plans: 0, answers: 0 });
  }, 120_000);

  it('and of a caller who asks for rights in namespaces of such names', async () => {
    for (let at = 0; at < requests; at += 1) {
      const variables = { n: String(at).padEnd(valueChars, 'n') };
      const response = await ask(rights, variables, { authorization: 'Bearer viewer-token' });
      expect(await response.json()).toEqual({ data: { viewer: { can: true } } });
    }
    expect((await kept())['verdicts']).toBeLessThan(10);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  }, 120_000);
});
