import type { ServerIdentity } from './cluster-config.js';

/** A user's `exec` entry in a kubeconfig: a program that prints credentials. */
export interface ExecEntry {
  readonly apiVersion?: string;
  readonly command?: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly installHint?: string;
  readonly interactiveMode?: string;
  readonly provideClusterInfo?: boolean;
}

/** What such a program gave. */
export interface ExecCredential {
  readonly identity: ServerIdentity;
  /** In ms since 1970; undefined: it does not say. */
  readonly endsMs: number | undefined;
}

const group = 'client.authentication.k8s.io/';

/** Why the entry cannot be used; undefined where it can. */
export function faultOfExec({ apiVersion = `${group}v1`, command, interactiveMode }: ExecEntry): string | undefined {
  if (!command) return 'Its credential plugin has no command';
  if (!apiVersion.startsWith(group)) return `Its credential plugin speaks ${apiVersion}, which is none of ${group}v1`;
  if (interactiveMode !== 'Always') return undefined;
  return 'Its credential plugin asks for a terminal (interactiveMode Always), which a server does not have';
}

/** What the program finds in KUBERNETES_EXEC_INFO; `cluster`: whose credentials they are to be, where it wants to know. */
export function execInfo({ apiVersion = `${group}v1` }: ExecEntry, cluster: object | undefined): string {
  return JSON.stringify({ apiVersion, kind: 'ExecCredential', spec: { interactive: false, cluster } });
}

/** Throws an Error, which quotes nothing, where it is no credential of the version that was asked for. */
export function parseExecCredential(text: string, { apiVersion, command }: ExecEntry): ExecCredential {
  const { status, ...told } = asCredential(text);
  const wrong = (what: string) => new Error(`${command} printed ${what}`);
  if (status === undefined || (told.kind ?? 'ExecCredential') !== 'ExecCredential') throw wrong('no ExecCredential');
  if (apiVersion !== undefined && (told.apiVersion ?? apiVersion) !== apiVersion)
    throw wrong(`a credential of another version than ${apiVersion}`);
  const { token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp } = status;
  if (!token && !(cert && key)) throw wrong('neither a token nor a certificate with its key');
  const endsMs = expirationTimestamp ? Date.parse(expirationTimestamp) : undefined;
  if (Number.isNaN(endsMs)) throw wrong('an expirationTimestamp that is no time');
  return {
    identity: {
      headers: token ? { authorization: `Bearer ${token}` } : {},
      ...(cert && key ? { cert, key } : {}),
    },
    endsMs,
  };
}

type Printed = {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly status?: Partial<
    Record<'token' | 'clientCertificateData' | 'clientKeyData' | 'expirationTimestamp', string>
  >;
};

function asCredential(text: string): Printed {
  try {
    return (JSON.parse(text) ?? {}) as Printed;
  } catch {
    // The parser's own error would quote what may be a token.
    return {};
  }
}
