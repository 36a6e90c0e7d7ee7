import { once } from 'node:events';
import { connect } from 'node:net';
import { type DocumentNode, type ExecutionResult, GraphQLError } from 'graphql';
import { WebSocket } from 'ws';
import { systemClock } from '../../../src/clock.js';
import type { OperationResources } from '../../../src/graphql/engine.js';
import { Usernames } from '../../../src/graphql/usernames.js';
import { Discovery } from '../../../src/kube/discovery.js';
import { serverIdentity } from '../../../src/kube/identity.js';
import { albKind, gatewayKind } from '../../../src/kube/kinds.js';
import type { Caller, KubeObject } from '../../../src/kube/ports.js';
import type { RestClient } from '../../../src/kube/rest.js';
import { Store } from '../../../src/kube/store.js';
import { until } from '../../harness/until.js';
import type { FloodedServer } from './flooded-server.js';

/** Sends different inputs, and ends what it began. Answers what may be held until `end` is called; absent: nothing is. */
export type Flood = (server: FloodedServer) => Promise<{ readonly heldBytes: number; end(): Promise<void> } | void>;

const count = 10_000;
const fewer = 40;
/** What an operation opens, as a host's scope owns it. */
class Resources implements OperationResources {
  readonly #controller = new AbortController();
  readonly #owned: (() => void)[] = [];
  readonly signal = this.#controller.signal;

  own(close: () => void): void {
    this.#owned.push(close);
  }

  end(): void {
    this.#controller.abort();
    for (const close of this.#owned.splice(0).reverse()) close();
  }
}

const numbers = (length: number) => Array.from({ length }, (_, at) => at);
/** `at` in a text of that length, which no other `at` gives. */
const textOf = (at: number, chars: number, filler = 'x') => `x${at}${filler}`.padEnd(chars, filler);

/** Many at a time, as callers come. */
async function inTurns<T>(things: readonly T[], work: (thing: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < things.length; at += 100) await Promise.allSettled(things.slice(at, at + 100).map(work));
}

function documentOf({ engine }: FloodedServer, text: string): DocumentNode {
  const document = engine.parse(text);
  if (document instanceof GraphQLError) throw document;
  return document;
}

const viewer = ({ identify }: FloodedServer): Caller => identify('Bearer viewer-token');

async function answer(server: FloodedServer, query: string, variables: Record<string, unknown>, caller: Caller) {
  const passed = server.engine.check({ document: documentOf(server, query), variables });
  if (passed.kind === 'refused') return 'refused';
  const resources = new Resources();
  const { kind } = await server.engine.answer(passed, caller, resources);
  resources.end();
  return kind;
}

/** Whatever it is, it was answered: else the flood shows nothing. */
async function mustAnswer(...args: Parameters<typeof answer>): Promise<void> {
  const kind = await answer(...args);
  if (kind !== 'answered')
    throw new Error(`${kind}: ${args[1].slice(0, 100)} ${JSON.stringify(args[2]).slice(0, 100)}`);
}

const letters = Array.from({ length: 19 }, (_, at) => String.fromCharCode(97 + at)).join(' ');
const everything = 'nodes { id name addresses { value } listeners { name port } alb { name } }';

async function documents(server: FloodedServer): Promise<void> {
  const texts = [
    // Each with as many errors as are told.
    ...numbers(fewer).map((at) => `{ gateways { nodes { ${letters} x${at} } } }`),
    ...numbers(fewer).map((at) => `{ gateways { nodes { ${letters.replaceAll(' ', ` ${textOf(at, 4_500)} `)} } } }`),
    ...numbers(fewer).map((at) => `{ x${at}(a: [${'1 '.repeat(4_900)}]) }`),
    ...numbers(fewer).map((at) => `# ${'\u{1f600}'.repeat(40_000)}\n{ x${at} }`),
    ...numbers(fewer).map((at) =>
      numbers(100)
        .map((of) => `query x${at}_${of} { __typename }`)
        .join(' '),
    ),
    ...numbers(count).map((at) => `{x${at}}`),
  ];
  for (const text of texts) {
    const document = documentOf(server, text);
    server.engine.check({ document });
    server.engine.check({ document, operationName: 'none', variables: { n: text } });
  }
}

/** Also parts of answers: each selection has its own text of every gateway. */
async function selections(server: FloodedServer): Promise<void> {
  const caller = viewer(server);
  const wide = `gateways { ${everything} }`;
  await inTurns(numbers(count), (at) => mustAnswer(server, `query x${at} { ${wide} }`, {}, caller));
  const byValue =
    'query ($s: Boolean!, $t: String) { gatewayClasses { nodes { name @skip(if: $s) gateways(after: $t) { totalCount } } } }';
  for (const chars of [3_000, 100_000]) {
    await inTurns(numbers(fewer), (at) => answer(server, byValue, { s: true, t: textOf(at, chars) }, caller));
  }
}

/** Names, ids, cursors, selectors and words that nothing has. */
const questionsOf: Readonly<Record<string, (at: number, chars: number) => string>> = {
  'query ($n: String!) { gateway(namespace: "a1", name: $n) { name } }': textOf,
  'query ($n: ID!) { node(id: $n) { id } }': (at, chars) => idOf(textOf(at, 0.7 * chars)),
  [`query ($n: String) { gateways(after: $n) { totalCount } all: gateways { ${everything} } }`]: (at, chars) =>
    cursorOf(textOf(at, 0.7 * chars)),
  [`query ($n: String) { gateways(filter: { labelSelector: $n }) { totalCount } all: gateways { ${everything} } }`]: (
    at,
  ) => `a in (${textOf(at, 60)})`,
  [`query ($n: String) { gateways(filter: { search: $n }) { totalCount } all: gateways { ${everything} } }`]: textOf,
};
const base64 = (parts: readonly string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
const idOf = (name: string) => base64(['Gateway', 'sandbox', 'a1', name]);
const cursorOf = (name: string) => base64(['NAMESPACE', '', 'a1', name]);

/** As long as a kept key may be; then what is too long for one. */
async function answers(server: FloodedServer): Promise<void> {
  const caller = viewer(server);
  const queries = Object.entries(questionsOf);
  for (const [query, textFor] of queries) {
    await inTurns(numbers(count / 2), (at) => answer(server, query, { n: textFor(at, 3_900) }, caller));
    await inTurns(numbers(fewer), (at) => answer(server, query, { n: textFor(at, 200_000) }, caller));
  }
}

/** The same by strangers, and by callers who may nothing. */
async function operations(server: FloodedServer): Promise<void> {
  const callers = ['Bearer bob-token', 'Bearer wrong', undefined].map((token) => server.identify(token));
  for (const caller of callers) {
    for (const [query, textFor] of Object.entries(questionsOf)) {
      await inTurns(numbers(count / 15), (at) => answer(server, query, { n: textFor(at, 3_900) }, caller));
      await inTurns(numbers(fewer / 10), (at) => answer(server, query, { n: textFor(at, 200_000) }, caller));
    }
  }
}

async function verdicts(server: FloodedServer): Promise<void> {
  const { authorizer } = server.clusters.open('sandbox', viewer(server));
  const ask = (at: number, chars: number) =>
    authorizer.can({
      verb: 'list',
      kind: gatewayKind,
      namespace: textOf(at, chars),
      name: textOf(at, chars, '\u4e00'),
    });
  await inTurns(numbers(2 * count), (at) => ask(at, 400));
  await inTurns(numbers(fewer), (at) => ask(at, 500_000));
  // Callers whom the cluster does not know.
  await inTurns(numbers(count / 10), (at) => {
    const caller = server.identify(`Bearer nobody-${at}`);
    return server.clusters.open('sandbox', caller).authorizer.can({ verb: 'list', kind: gatewayKind });
  });
}

async function rules(server: FloodedServer): Promise<void> {
  const { reader } = server.clusters.open('sandbox', server.identify('Bearer alice-token'));
  const ask = (at: number, chars: number) => Promise.resolve(reader.get(gatewayKind, textOf(at, chars), 'x'));
  await inTurns(numbers(count), (at) => ask(at, 400));
  await inTurns(numbers(fewer), (at) => ask(at, 200_000));
}

/** A cluster gives its callers names as long as it likes. */
async function usernames({ caches }: FloodedServer): Promise<void> {
  const known = new Usernames(systemClock, (cache) => caches.push(cache));
  const of = (at: number, chars: number) =>
    known.of('sandbox', textOf(at, 64), {
      can: async () => true,
      whoAmI: async () => ({ username: textOf(at, chars), groups: [] }),
    });
  await inTurns(numbers(count), (at) => of(at, 1_000));
  await inTurns(numbers(count), (at) => of(at, 20_000));
}

async function tokens({ identify }: FloodedServer): Promise<void> {
  const part = (object: object) => Buffer.from(JSON.stringify(object)).toString('base64url');
  for (const at of numbers(count)) {
    identify(`Bearer ${textOf(at, 1_000)}`);
    identify(`Bearer ${part({ alg: 'none' })}.${part({ exp: 4e9, at: textOf(at, 10_000) })}.x`);
  }
}

async function rates(server: FloodedServer): Promise<void> {
  for (const at of numbers(2 * count)) {
    server.admission.rate(server.identify(`Bearer x${at}`).key);
    server.admission.rate(`anonymous from 2001:db8:${at.toString(16)}`);
  }
}

async function callers({ admission }: FloodedServer): Promise<void> {
  for (const at of numbers(3 * count)) {
    const key = textOf(at, 64);
    for (const entry of [admission.place(key), admission.socket(key)]) if (entry.kind === 'entered') entry.leave();
  }
}

/** On one connection, behind one another: all that a GET may say in its URL and its headers. */
async function requests(server: FloodedServer): Promise<void> {
  const { port } = new URL(await server.listen());
  const hash = (at: number) => at.toString(16).padStart(64, '0');
  const ask = (at: number) => {
    const params = new URLSearchParams({
      query: '{ gateways(namespace: "a1") { totalCount } }',
      operationName: at % 2 === 0 ? '' : textOf(at, 300),
      documentId: `sha256:${hash(at)}`,
      extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash(at) } }),
    });
    const headers = [
      'Host: localhost',
      'Authorization: Bearer viewer-token',
      `If-None-Match: "${textOf(at, 1_000)}"`,
      `X-Request-Id: ${textOf(at, 100)}`,
      `traceparent: 00-${hash(at).slice(32)}-${hash(at).slice(48)}-01`,
      `User-Agent: ${textOf(at, 500)}`,
    ];
    return `GET /graphql?${params} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`;
  };
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  let seen = 0;
  socket.on('data', (chunk: Buffer) => {
    seen += chunk.toString('latin1').split('HTTP/1.1 ').length - 1;
  });
  for (let at = 0; at < count; at += 200) {
    socket.write(
      numbers(200)
        .map((of) => ask(at + of))
        .join(''),
    );
    // A status line may lie across two chunks.
    await until(() => seen >= at + 190, Number.POSITIVE_INFINITY);
  }
  socket.end();
  await once(socket, 'close');
}

/** Ids of operations on one socket, those too long among them. */
async function sockets(server: FloodedServer): Promise<void> {
  const socket = new WebSocket(`${(await server.listen()).replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  let over = 0;
  socket.on('message', (data) => {
    const { type } = JSON.parse(String(data));
    if (type === 'complete' || type === 'error') over += 1;
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer viewer-token' } }));
  await once(socket, 'message');
  const ask = (id: string) =>
    socket.send(JSON.stringify({ type: 'subscribe', id, payload: { query: '{ clusters { name } }' } }));
  for (let at = 0; at < count; at += 50) {
    for (const of of numbers(50)) ask(textOf(at + of, of % 2 === 0 ? 250 : 20_000));
    await until(() => over >= at + 50, Number.POSITIVE_INFINITY);
  }
  socket.close();
  await once(socket, 'close');
}

/** As a host does: a place first, and then the stream. Answers how many were let in. */
async function subscribed(server: FloodedServer, operations: readonly (readonly [string, Record<string, unknown>])[]) {
  const { engine, admission } = server;
  const caller = viewer(server);
  const open: { resources: Resources; stream: AsyncIterableIterator<ExecutionResult> }[] = [];
  for (const [query, variables] of operations) {
    const passed = engine.check({ document: documentOf(server, query), variables });
    if (passed.kind === 'refused') throw new Error(`refused: ${query.slice(0, 200)}`);
    const entry = admission.subscription(caller.key, passed);
    if (entry.kind === 'refused') continue;
    const resources = new Resources();
    resources.own(entry.leave);
    const stream = await engine.subscribe({
      schema: engine.schema,
      document: passed.document,
      variableValues: passed.variables,
      contextValue: engine.contextFor(caller, resources),
    });
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
    open.push({ stream, resources });
  }
  return {
    // Beside the documents and variables, 40 KB for each that stands.
    heldBytes: server.limits.maxSubscriptionBytesPerCaller + 40_000 * open.length,
    async end() {
      for (const { stream, resources } of open.splice(0)) {
        await stream.return?.();
        resources.end();
      }
    },
  };
}

/** Of documents that nobody shares. */
const subscriptions: Flood = (server) =>
  subscribed(
    server,
    numbers(count).map(
      (at) => [`subscription x${at} { gatewayEvents(initial: false) { type gateway { name labels } } }`, {}] as const,
    ),
  );

/** Of one document, with values that nobody shares. */
const topics: Flood = (server) => {
  const query =
    'subscription ($n: String) { albEvents(initial: false, namespace: "a1", filter: { search: $n }) { type } }';
  const chars = (at: number) => (at % 10 === 0 ? 200_000 : 500);
  return subscribed(
    server,
    numbers(count / 10).map((at) => [query, { n: textOf(at, chars(at)) }] as const),
  );
};

/** Changes that a listener does not take. */
const events: Flood = async (server) => {
  const before = server.engine.eventsWaiting();
  const held = await subscribed(server, [['subscription { gatewayEvents { type gateway { name labels } } }', {}]]);
  const [gateway] = server.sandbox.admin.list('Gateway', 'a1');
  if (gateway === undefined) throw new Error('the platform has no gateway in a1');
  const { namespace, name } = gateway.metadata;
  for (let at = 0; at < count / 10; at += 1) {
    server.sandbox.admin.update({ kind: 'Gateway', namespace, name }, (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { at: textOf(at, 60) } },
    }));
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (server.engine.eventsWaiting() - before > 1_100) throw new Error(`${server.engine.eventsWaiting()} events wait`);
  return held;
};

async function costs(server: FloodedServer): Promise<void> {
  const query = 'query ($n: Int, $i: [ID!]!) { gateways(first: $n) { totalCount } nodes(ids: $i) { id } }';
  const document = documentOf(server, query);
  for (const at of numbers(count)) server.engine.check({ document, variables: { n: at, i: [textOf(at, 150)] } });
}

const objectOf = (at: number): KubeObject => ({
  metadata: {
    namespace: textOf(at, 60),
    name: textOf(at, 200),
    uid: textOf(at, 2_000),
    resourceVersion: String(at + 1),
  },
});

/** As many objects as a cluster ever had, and then none. */
async function sets(): Promise<void> {
  const store = new Store();
  store.replaceAll(numbers(count).map(objectOf), String(count));
  store.replaceAll([], String(count + 1));
  if (store.size > 0) throw new Error('the set is not empty');
}

const deletions: Flood = async () => {
  const store = new Store();
  for (const at of numbers(count)) store.applyDeleted('a', 'b', textOf(at, at % 2 === 0 ? 250 : 20_000));
  return { heldBytes: 5_000 * 1_000, end: async () => void store.size };
};

const versions: Flood = async () => {
  const rest = { request: async () => ({ versions: numbers(count).map((at) => ({ version: textOf(at, 2_000) })) }) };
  const discovery = new Discovery({ rest: rest as unknown as RestClient, clock: systemClock });
  await discovery.versionsOf({ ...gatewayKind, versions: ['v1', 'v1beta1'] }, serverIdentity);
  return { heldBytes: 100_000, end: async () => discovery.forget(gatewayKind.group) };
};

/** Questions that their askers leave before they are answered. */
async function questions(server: FloodedServer): Promise<void> {
  for (const at of numbers(count / 100)) {
    const controller = new AbortController();
    const { authorizer } = server.clusters.open('sandbox', viewer(server), controller.signal);
    const asked = numbers(100).map((of) =>
      authorizer.can({ verb: 'get', kind: albKind, namespace: textOf(100 * at + of, 10_000) }),
    );
    controller.abort();
    await Promise.allSettled(asked);
  }
}

/** For each row of the page. */
export const floods: Readonly<Record<string, Flood>> = {
  documents,
  plans: selections,
  answers,
  texts: selections,
  verdicts,
  rules,
  usernames,
  tokens,
  rates,
  requests,
  operations,
  callers,
  sockets,
  subscriptions,
  topics,
  events,
  costs,
  sets,
  deletions,
  versions,
  questions,
};
