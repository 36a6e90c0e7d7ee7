import { StatusError } from './status.js';

/** One right: every list may hold "*". Without namespaces it holds in the whole cluster. */
export interface SandboxRule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly namespaces?: readonly string[];
  readonly resourceNames?: readonly string[];
}

export interface SandboxToken {
  readonly token: string;
  readonly username: string;
  readonly groups: readonly string[];
  readonly rules: readonly SandboxRule[];
}

export interface SandboxQuestion {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

const gatewayGroup = 'gateway.networking.k8s.io';
const albGroup = 'crd.alauda.io';
const read = ['get', 'list', 'watch'];
const everything: SandboxRule = { verbs: ['*'], groups: ['*'], resources: ['*'] };

/** The users that SANDBOX_TOKENS brings: one who may do all, one at home in a namespace, one who reads, one who may nothing. */
export const defaultTokens: readonly SandboxToken[] = [
  { token: 'admin-token', username: 'admin', groups: ['system:masters', 'system:authenticated'], rules: [everything] },
  {
    token: 'alice-token',
    username: 'alice',
    groups: ['system:authenticated'],
    rules: [
      { verbs: ['*'], groups: [gatewayGroup], resources: ['gateways'], namespaces: ['a1'] },
      { verbs: ['*'], groups: [albGroup], resources: ['alaudaloadbalancer2'], namespaces: ['a1'] },
      { verbs: read, groups: [''], resources: ['events'], namespaces: ['a1'] },
      { verbs: ['get'], groups: [''], resources: ['namespaces'], resourceNames: ['a1'] },
      { verbs: read, groups: [gatewayGroup], resources: ['gatewayclasses'] },
    ],
  },
  {
    token: 'viewer-token',
    username: 'viewer',
    groups: ['system:authenticated'],
    rules: [{ verbs: read, groups: ['*'], resources: ['*'] }],
  },
  { token: 'bob-token', username: 'bob', groups: ['system:authenticated'], rules: [] },
];

const anybody: SandboxToken = {
  token: '',
  username: 'sandbox',
  groups: ['system:masters', 'system:authenticated'],
  rules: [everything],
};

/** Who asks, and what they may do. Without tokens everybody may do everything. */
export class Users {
  readonly #byToken: Map<string, SandboxToken> | undefined;

  constructor(tokens: readonly SandboxToken[] | undefined) {
    this.#byToken = tokens && new Map(tokens.map((user) => [user.token, user]));
  }

  /** 401 for a token that is unknown, or none where one is wanted. */
  identify(authorization: string | undefined): SandboxToken {
    if (this.#byToken === undefined) return anybody;
    const user = this.#byToken.get(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
    if (user === undefined) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
    return user;
  }

  setRules(token: string, rules: readonly SandboxRule[]): void {
    const user = this.#byToken?.get(token);
    if (user === undefined) throw new Error(`no user has the token given`);
    this.#byToken?.set(token, { ...user, rules });
  }

  /** 403 in Kubernetes' own words. */
  require(user: SandboxToken, question: SandboxQuestion): void {
    if (mayDo(user, question)) return;
    const { verb, group, resource, namespace, name } = question;
    const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
    const what = group === '' ? resource : `${resource}.${group}`;
    throw new StatusError(
      403,
      'Forbidden',
      `${what}${name === undefined ? '' : ` "${name}"`} is forbidden: User "${user.username}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`,
      { ...(name !== undefined && { name }), ...(group !== '' && { group }), kind: resource },
    );
  }
}

export function mayDo({ rules }: SandboxToken, { verb, group, resource, namespace, name }: SandboxQuestion): boolean {
  const has = (list: readonly string[], value: string) => list.includes('*') || list.includes(value);
  return rules.some(
    (rule) =>
      has(rule.verbs, verb) &&
      has(rule.groups, group) &&
      has(rule.resources, resource) &&
      (rule.namespaces === undefined || (namespace !== undefined && rule.namespaces.includes(namespace))) &&
      (rule.resourceNames === undefined || (name !== undefined && rule.resourceNames.includes(name))),
  );
}
