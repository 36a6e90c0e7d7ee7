import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../clock.js';
import { checkClusterUrl } from './check-url.js';
import type { ClusterConfig } from './cluster-config.js';
import { identityFromTokenFile, pemFromFile } from './file-credentials.js';

export interface ServiceAccountOptions {
  /** KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT. */
  readonly host: string;
  readonly port: string;
  /** Where ca.crt and token are mounted; default as in every pod. */
  readonly directory?: string | undefined;
  /** Default in-cluster. */
  readonly name?: string | undefined;
  readonly clock: Clock;
}

const serviceAccountDirectory = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The cluster that this server runs in. */
export function configFromServiceAccount(options: ServiceAccountOptions): ClusterConfig {
  const { host, port, directory = serviceAccountDirectory, name = 'in-cluster', clock } = options;
  return {
    name,
    url: checkClusterUrl(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`),
    ca: pemFromFile(join(directory, 'ca.crt'), clock),
    identity: identityFromTokenFile(join(directory, 'token'), clock),
  };
}
