import { albsPath, gatewaysPath, type Platform } from '../platform.js';

interface Listed {
  readonly metadata: { readonly namespace: string; readonly name: string; readonly labels?: Record<string, string> };
  readonly status?: { readonly reason?: string; readonly conditions?: readonly { readonly message: string }[] };
}

/** What a gateway shows, as followers and the store are compared by it. */
export const shown = (message: string | undefined, reason: string | null | undefined) =>
  `${message ?? 'none'} / ${reason ?? 'none'}`;

/** What the API server says of each gateway, by namespace/name: its first condition's message and its ALB's reason. */
export async function storeTable({ api }: Platform): Promise<Map<string, string>> {
  const [gateways, albs] = await Promise.all([api.get(gatewaysPath), api.get(albsPath)]);
  const keyOf = ({ metadata: { namespace, name } }: Listed) => `${namespace}/${name}`;
  const reasons = new Map((albs.body.items as Listed[]).map((alb) => [keyOf(alb), alb.status?.reason]));
  return new Map(
    (gateways.body.items as Listed[]).map((gateway) => {
      const { namespace, labels } = gateway.metadata;
      const reason = reasons.get(`${namespace}/${labels?.['alb.cpaas.io/alb-ref']}`);
      return [keyOf(gateway), shown(gateway.status?.conditions?.[0]?.message, reason)];
    }),
  );
}
