import { types } from 'node:util';
import { systemClock } from '../clock.js';
import type { Config } from '../config.js';
import { AlbError, type ErrorCode } from '../errors.js';
import { checkCluster, type Finding } from './check-cluster.js';
import { clustersForCommand } from './clusters-for-command.js';
import { exitCodes } from './exit-codes.js';
import { asSetup } from './setup-error.js';
import { tlsPairReader } from './tls-pair.js';
import { readTrustedDocuments } from './trusted-documents.js';

const marks = { ok: 'ok    ', note: 'note  ', fault: 'FAILED' } as const;

/**
 * Tries the clusters that the settings name, each with the server's own identity, or with a caller's token. Throws
 * SetupError where the settings do not fit what they point at. Answers the exit code.
 */
export async function checkConfig(
  config: Config,
  tokenFile: string | undefined,
  print: (line: string) => void,
): Promise<number> {
  const say = ({ state, text }: Finding) => print(`  ${marks[state]} ${text}`);
  await asSetup(() => readTrustedDocuments(config.web));
  await asSetup(() => tlsPairReader(config.web, systemClock));
  const { clusters, found, token, close } = await clustersForCommand(config, tokenFile);
  try {
    print(
      `settings: AUTH_MODE ${config.authMode}, ${found.configs.length} cluster(s) from ${sources[config.clusters.kind]}`,
    );
    for (const { name, reason } of found.skipped)
      say({ state: 'fault', text: `context ${name} is left out: ${reason}` });
    const checked = await Promise.all(
      found.configs.map(async ({ name, url, identity }) => {
        const as = token !== undefined ? 'caller' : identity === undefined ? 'nobody' : 'server';
        const ports = clusters.open(name, { token, key: 'check-config' });
        return { name, url, findings: await checkCluster(ports, { as, mode: config.authMode }).catch(asFinding) };
      }),
    );
    for (const { name, url, findings } of checked) {
      print(`${name} at ${url}${name === clusters.defaultName ? ', the default' : ''}`);
      for (const finding of findings) say(finding);
    }
    const faults = [...found.skipped, ...checked.flatMap(({ findings }) => findings.filter(isFault))].length;
    return faults === 0 ? exitCodes.done : exitCodes.failed;
  } finally {
    await close();
  }
}

const sources = {
  sandbox: 'the embedded sandbox, since no cluster is configured',
  kubeconfig: 'KUBECONFIG',
  template: 'CLUSTER_URL_TEMPLATE',
  'in-cluster': 'the service account of this pod',
} as const;

const isFault = ({ state }: Finding) => state === 'fault';

/** With its cause, as the log has it: who checks the settings is who reads the log. */
function asFinding(thrown: unknown): Finding[] {
  const { code, message, cause } = AlbError.from(thrown);
  const because = types.isNativeError(cause) && cause.message !== '' ? ` (${cause.message.split('\n')[0]})` : '';
  const advice = advices[code];
  return [{ state: 'fault', text: `${code}: ${message}${because}${advice === undefined ? '' : `; ${advice}`}` }];
}

const advices: Partial<Record<ErrorCode, string>> = {
  CLUSTER_UNAVAILABLE: 'look at its URL, the way there, and the authorities that its certificate is checked by',
  TIMEOUT: 'look at the way there, or set UPSTREAM_READ_TIMEOUT_MS higher',
  UNAUTHENTICATED: 'the cluster does not accept this identity; renew its token or certificate',
  FORBIDDEN: 'the identity may not even ask what it may do',
};
