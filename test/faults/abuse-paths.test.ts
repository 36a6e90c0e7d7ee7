import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSchema } from '../../src/graphql/build-schema.js';
import { type StringLeaf, stringLeavesOf } from './abuse/string-leaves.js';
import { Target } from './abuse/target.js';

/** Texts that would lead elsewhere, were they put into a URL, a header or a selector as they are. */
const tricks = [
  '../../../../api/v1/namespaces/kube-system/secrets',
  '..',
  '.',
  '..%2f..%2fsecrets',
  '%2e%2e/%2e%2e/secrets',
  'a/../../secrets',
  'g1/status',
  'g1?dryRun=All',
  'g1#fragment',
  'g1%00',
  'g1\u0000',
  'g1\r\nImpersonate-User: admin',
  '\\..\\..\\secrets',
  'https://evil.example/',
  'https://evil.example@127.0.0.1/',
  '//evil.example/x',
  '169.254.169.254/latest',
  'g1;export A=1',
  '$(reboot)',
  '{{7*7}}',
  '__proto__',
  '．．／．．／secrets',
];

const leaves = stringLeavesOf(createSchema());
let target: Target;

beforeAll(async () => {
  target = await Target.start();
});
afterAll(() => target.close());

/** A path of Kubernetes, as this server builds them: plain segments, and the parameters that it uses. */
const plain =
  /^\/(api|apis|version|readyz)(\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?)*(\?((limit|continue|fieldSelector|watch|resourceVersion|timeoutSeconds|allowWatchBookmarks|dryRun)=[A-Za-z0-9%._=-]*&?)+)?$/;

function send({ operation, query }: StringLeaf, text: string): Promise<string> {
  const payload = query(text);
  if (operation !== 'subscription') return target.ask(payload);
  return target.socket([
    { type: 'connection_init', payload: { authorization: 'Bearer admin-token' } },
    { type: 'subscribe', id: '1', payload },
  ]);
}

it('knows every place that takes a text', () => {
  expect(leaves.length).toBeGreaterThan(100);
  for (const path of [
    'gateway.name',
    'cluster.gateways.namespace',
    'viewer.can.verb',
    'createGateway.input.listeners.hostname',
  ]) {
    expect(leaves.map((leaf) => leaf.path)).toContain(path);
  }
});

describe('no text leads anywhere', () => {
  it.each(leaves.map((leaf) => [leaf.path, leaf] as const))('as %s', async (path, leaf) => {
    const before = target.upstream.length;
    const answers = new Set<string>();
    for (const trick of tricks) answers.add(await send(leaf, trick));
    expect(await target.health()).toBe('200');
    expect(target.upstream.slice(before).filter(({ url }) => !plain.test(url))).toEqual([]);
    expect([...answers].filter((answer) => /INTERNAL|no code|closed|^5/.test(answer))).toEqual([]);
    // Names become parts of URLs: what cannot be one is refused before any cluster is asked.
    if (/(^|\.)(cluster|namespace|name)$/.test(path) && !isOther(path)) {
      expect(target.askedSince(before)).toEqual([]);
      expect([...answers].filter((answer) => !/(INVALID_INPUT|CLUSTER_UNKNOWN)$/.test(answer))).toEqual([]);
    }
  });

  /** Names that become no part of a URL: of a listener, of a secret that it refers to, of what a right is asked about. */
  const isOther = (path: string) => /listeners\.|viewer\.can\./.test(path);
});
