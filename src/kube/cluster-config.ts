/** How this server proves itself to a cluster. */
export interface ServerIdentity {
  /** Such as Authorization; sent with the server's own requests alone. */
  readonly headers: Readonly<Record<string, string>>;
  /** A client certificate and its key, in PEM. */
  readonly cert?: string;
  readonly key?: string;
  /** Told that the cluster does not accept this (401); true: whoever asks next gets another. Absent: there is no other. */
  readonly onRefused?: () => boolean;
}

/** One cluster and the way to it. */
export interface ClusterConfig {
  readonly name: string;
  /** http or https; a path in it goes before every API path. */
  readonly url: string;
  /** The authorities to trust, in PEM; asked at every request, so an answer should be at hand. Absent: the system's. */
  readonly ca?: (() => Promise<string | undefined>) | undefined;
  /** The name that the cluster's certificate must bear, if not the URL's. */
  readonly serverName?: string | undefined;
  /** An HTTP proxy on the way. */
  readonly proxyUrl?: string | undefined;
  /** The server's own identity; absent: it has none, and its own requests go without. Asked at every request. */
  readonly identity?: (() => Promise<ServerIdentity>) | undefined;
  /** Ends what was started to prove the server's identity. */
  readonly close?: (() => void) | undefined;
}
