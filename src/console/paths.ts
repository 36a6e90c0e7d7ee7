export interface GatewayRef {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

/** The address of a gateway's page, below the console's own. */
export function gatewayPath({ cluster, namespace, name }: GatewayRef): string {
  return `/gateways/${[cluster, namespace, name].map(encodeURIComponent).join('/')}`;
}
