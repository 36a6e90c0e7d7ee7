/** Questions, callers and changes at random, for whatever must hold of all of them. */
import fc from 'fast-check';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import type { SandboxRule, SandboxToken } from '../../src/sandbox/users.js';

const gateways = { groups: ['gateway.networking.k8s.io'], resources: ['gateways'] };
const classes = { groups: ['gateway.networking.k8s.io'], resources: ['gatewayclasses'] };
const albs = { groups: ['crd.alauda.io'], resources: ['alaudaloadbalancer2'] };
const caller = (name: string, rules: SandboxRule[]): SandboxToken => ({
  token: `${name}-token`,
  username: name,
  groups: ['system:authenticated'],
  rules,
});

/** Beside the sandbox's own users, some with rights that fall apart. */
export const callers: readonly SandboxToken[] = [
  caller('no-albs', [
    { verbs: ['get', 'list'], ...gateways },
    { verbs: ['get', 'list'], ...classes },
  ]),
  caller('no-classes', [
    { verbs: ['get', 'list'], ...gateways },
    { verbs: ['get', 'list'], ...albs },
  ]),
  caller('one-alb', [
    { verbs: ['get', 'list'], ...gateways },
    { verbs: ['get'], ...classes },
    { verbs: ['get'], ...albs, resourceNames: ['g1-12334'] },
  ]),
  caller('two-namespaces', [
    { verbs: ['list', 'get'], ...gateways, namespaces: ['a1', 'shop'] },
    { verbs: ['get'], ...albs, namespaces: ['shop'] },
    { verbs: ['get', 'list'], ...classes },
  ]),
];
const tokens = ['admin-token', 'viewer-token', 'alice-token', 'bob-token', ...callers.map(({ token }) => token)];

const albFields = [
  'name',
  'state reason',
  'addresses { value sources }',
  'manualAddresses',
  'orphaned',
  'resources { limits { cpu } }',
  'probedAt',
  'gateways { name }',
  'manifest(format: JSON)',
];
const classFields = [
  'name type',
  'accepted',
  'conditions { type status }',
  'addresses { value }',
  'alb { name }',
  'gateways(first: 2) { totalCount nodes { name } }',
];
const gatewayFields = [
  'id name namespace',
  'labels annotations',
  '__typename createdAt resourceVersion',
  'conditions { type status reason message lastTransitionAt }',
  'addresses { value type sources }',
  'statusAddresses { value }',
  'listeners { name port urls tls { mode certificateRefs { name } } allowedRoutes { from selector kinds { kind } } }',
  'provisioning { phase percent steps { name state since } }',
  'other: name @include(if: $flag)',
  '... on KubernetesObject @skip(if: $flag) { uid }',
  '...Deep',
];

/** `subset` of the fields, at least one. */
const some = (fields: readonly string[]) => fc.subarray([...fields], { minLength: 1 }).map((list) => list.join(' '));
const selection = fc
  .record({
    own: some(gatewayFields),
    alb: fc.option(some(albFields), { freq: 1 }),
    ofClass: fc.option(some(classFields), { freq: 1 }),
  })
  .map(
    ({ own, alb, ofClass }) => `${own}${alb ? ` alb { ${alb} }` : ''}${ofClass ? ` gatewayClass { ${ofClass} }` : ''}`,
  );

const roots = fc.oneof(
  selection.map(
    (fields) =>
      `gateways(first: $first, filter: $filter, orderBy: $orderBy) { totalCount partial pageInfo { hasNextPage endCursor } nodes { ${fields} } }`,
  ),
  selection.map((fields) => `gateways(namespace: "a1", last: 3) { edges { cursor node { ${fields} } } }`),
  selection.map((fields) => `gateway(namespace: $namespace, name: "g1") { ${fields} }`),
  selection.map(
    (fields) => `node(id: "WyJHYXRld2F5Iiwic2FuZGJveCIsImExIiwiZzEiXQ") { __typename id ... on Gateway { ${fields} } }`,
  ),
  some(albFields).map(
    (fields) =>
      `albs(filter: { search: "g" }, orderBy: { field: STATE, direction: DESC }) { totalCount nodes { ${fields} } }`,
  ),
  some(classFields).map((fields) => `gatewayClasses { ${fields} }`),
);

export interface Question {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly token: string;
  readonly other: string;
}

const head =
  'query Q($first: Int = 10, $filter: GatewayFilter, $orderBy: GatewayOrder, $namespace: String! = "a1", $flag: Boolean = false)';
const deep = 'fragment Deep on Gateway { listeners { conditions { type } } ... on Node { id } }';

export const questions: fc.Arbitrary<Question> = fc.record({
  query: fc.array(roots, { minLength: 1, maxLength: 3 }).map((list) => {
    const fields = list.map((root, at) => `r${at}: ${root}`).join('\n');
    // Every variable and the fragment are used, so that no rule of GraphQL is in the way.
    const used = 'gateway(namespace: $namespace, name: "none") { ...Deep uid @include(if: $flag) }';
    return `${head} {\n${fields}\n${used}\nall: gateways(first: $first, filter: $filter, orderBy: $orderBy) { totalCount } }\n${deep}`;
  }),
  variables: fc.record(
    {
      first: fc.constantFrom(0, 1, 3, 50),
      flag: fc.boolean(),
      filter: fc.constantFrom(
        {},
        { address: '203.0.113.2' },
        { address: '10.0.0.8' },
        { search: 'g1' },
        { classType: 'STANDALONE' },
        { phase: ['READY'] },
        { port: 80 },
        { labelSelector: 'team=a' },
      ),
      orderBy: fc.constantFrom(
        { field: 'NAME', direction: 'ASC' },
        { field: 'CREATED_AT', direction: 'DESC' },
        { field: 'NAMESPACE', direction: 'DESC' },
      ),
    },
    { requiredKeys: [] },
  ),
  token: fc.constantFrom(...tokens),
  other: fc.constantFrom(...tokens),
});

export interface ChangeChoice {
  readonly what: 'status' | 'address' | 'ref' | 'class' | 'delete' | 'rights';
  readonly pick: number;
}

export const changes: fc.Arbitrary<ChangeChoice> = fc.record({
  what: fc.constantFrom<ChangeChoice['what']>('status', 'address', 'ref', 'class', 'delete', 'rights'),
  pick: fc.nat({ max: 50 }),
});

/** Carries a change out. Rights change only where nobody trusts what was said of them before. */
export function changeOf({ what, pick }: ChangeChoice, sandbox: Sandboxed, mayChangeRights: boolean): void {
  const { admin } = sandbox;
  const kind = what === 'address' ? 'ALB2' : what === 'class' ? 'GatewayClass' : 'Gateway';
  const all = admin.list(kind);
  const object = all[pick % all.length];
  if (object === undefined) return;
  const { namespace, name } = object.metadata;
  const ref = { kind, namespace, name };
  const labelled = (labels: Record<string, string>) =>
    admin.update(ref, (it) => ({ ...it, metadata: { ...it.metadata, labels: { ...it.metadata.labels, ...labels } } }));
  switch (what) {
    case 'status':
      admin.setStatus(object, {
        ...(object.status as object),
        addresses: [{ type: 'IPAddress', value: pick % 2 ? '203.0.113.2' : `192.0.2.${pick}` }],
      });
      break;
    case 'address':
      admin.update(ref, (it) => ({ ...it, spec: { ...(it['spec'] as object), address: `10.0.0.${pick % 10}` } }));
      break;
    case 'ref':
      labelled({ 'alb.cpaas.io/alb-ref': pick % 2 ? 'g1-12334' : 'nobody' });
      break;
    case 'class':
      labelled({ 'gatewayclass.cpaas.io/type': ['standalone', 'shared', 'other'][pick % 3] as string });
      break;
    case 'delete':
      if (pick % 4 === 0) admin.delete(ref);
      break;
    case 'rights':
      if (mayChangeRights)
        // The first is the server's own.
        sandbox.setRules(
          tokens[1 + (pick % (tokens.length - 1))] as string,
          (callers[pick % callers.length] as SandboxToken).rules,
        );
      break;
    default:
      what satisfies never;
  }
}

type Sandboxed = Pick<Sandbox, 'admin' | 'setRules'>;
