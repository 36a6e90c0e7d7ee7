/** How this server proves itself to a cluster. */
export interface ServerIdentity {
  /** Such as Authorization; sent with the server's own requests alone. */
  readonly headers: Readonly<Record<string, string>>;
  /** A client certificate and its key, in PEM. */
  readonly cert?: string;
  readonly key?: string;
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
}
