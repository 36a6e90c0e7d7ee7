type StringMap = Readonly<Record<string, string>>;

export type TlsModeInput = 'TERMINATE' | 'PASSTHROUGH' | 'OTHER';
export type RouteNamespacesInput = 'ALL' | 'SAME' | 'SELECTOR' | 'OTHER';

export interface SecretRefInput {
  namespace?: string | null | undefined;
  name: string;
  group?: string | null | undefined;
  kind?: string | null | undefined;
}

export interface RouteKindInput {
  group?: string | null | undefined;
  kind: string;
}

export interface ListenerTlsInput {
  mode?: TlsModeInput | null | undefined;
  certificateRefs?: readonly SecretRefInput[] | null | undefined;
  options?: StringMap | null | undefined;
}

export interface AllowedRoutesInput {
  from?: RouteNamespacesInput | null | undefined;
  selector?: unknown;
  kinds?: readonly RouteKindInput[] | null | undefined;
}

/** Omitted: a listener of the same name lends it; null: gone. */
export interface ListenerInput {
  name: string;
  port: number;
  protocol: string;
  hostname?: string | null | undefined;
  tls?: ListenerTlsInput | null | undefined;
  allowedRoutes?: AllowedRoutesInput | null | undefined;
}
