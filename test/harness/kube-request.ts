const kinds: Readonly<Record<string, string>> = {
  gatewayclasses: 'GatewayClass',
  gateways: 'Gateway',
  alaudaloadbalancer2: 'ALB2',
};

/**
 * A request to a Kubernetes API as a test's table names it: `create ALB2`, `get Gateway g1`, `create Gateway dry run`. The
 * names of ALBs, which end in something random, are left out.
 */
function describeRequest(method: string, url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://cluster');
  const [, api, ...parts] = pathname.split('/');
  const rest = api === 'api' ? parts.slice(1) : parts.slice(2);
  const [plural, name] = rest[0] === 'namespaces' && rest.length > 2 ? rest.slice(2) : rest;
  const kind = kinds[plural ?? ''];
  if (kind === undefined) return `${method} ${pathname}`;
  const verbs: Record<string, string> = { GET: name ? 'get' : 'list', POST: 'create', PUT: 'update', DELETE: 'delete' };
  const shown = name !== undefined && kind !== 'ALB2' ? ` ${name}` : '';
  return `${verbs[method] ?? method} ${kind}${shown}${searchParams.has('dryRun') ? ' dry run' : ''}`;
}

/** Tells the first, second, … of equal requests apart. */
export class RequestCounter {
  readonly #counts = new Map<string, number>();

  next(method: string, url: string): string {
    const what = describeRequest(method, url);
    const count = (this.#counts.get(what) ?? 0) + 1;
    this.#counts.set(what, count);
    return count === 1 ? what : `${what} #${count}`;
  }
}
