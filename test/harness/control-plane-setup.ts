import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { KubeApi } from './kube-api.js';

const run = promisify(execFile);

/** The definitions that are tested: the last that serve v1beta1 alone, the first with v1, and the newest that Go 1.26 downloads (1.7 wants 1.27). */
export const gatewayApiReleases = { beforeV1: 'v0.8.1', oldest: 'v1.0.0', newest: 'v1.6.3' } as const;

export interface DefinitionChoice {
  /** Whose ALB2 definition: this project's own, or the back end's where ../shared is there. */
  readonly alb?: 'own' | 'back end';
  readonly gatewayApi?: keyof typeof gatewayApiReleases;
}

const ownAlb = new URL('../controlplane/alb2-crd.yaml', import.meta.url).pathname;
const backEndAlb = new URL('../../../shared/crds/crd.alauda.io_alaudaloadbalancer2.yaml', import.meta.url).pathname;
export const hasBackEndAlb = existsSync(backEndAlb);

const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Applies the three definitions and waits until the API serves them. */
export async function applyDefinitions(api: KubeApi, choice: DefinitionChoice = {}): Promise<void> {
  const { gatewayClass, gateway, alb } = await definitionFiles(choice);
  for (const file of [gatewayClass, gateway, alb]) await applyDefinition(api, file);
}

/** Where the definitions are. */
export async function definitionFiles({ alb = 'own', gatewayApi = 'newest' }: DefinitionChoice = {}) {
  const gatewayFolder = await gatewayApiFolder(gatewayApiReleases[gatewayApi]);
  return {
    gatewayClass: join(gatewayFolder, 'gateway.networking.k8s.io_gatewayclasses.yaml'),
    gateway: join(gatewayFolder, 'gateway.networking.k8s.io_gateways.yaml'),
    alb: alb === 'own' ? ownAlb : backEndAlb,
  };
}

/** Applies one definition and waits until the API serves it. */
export async function applyDefinition(api: KubeApi, file: string): Promise<void> {
  const definition = parse(await readFile(file, 'utf8'), { merge: true });
  const { status, body } = await api.post(crds, definition);
  if (status !== 201) throw new Error(`${file}: ${status} ${JSON.stringify(body)}`);
  await untilServed(api, definition);
}

/** Definitions come from the Go module of the Gateway API: the module proxy is a package registry like any other. */
export async function gatewayApiFolder(version: string): Promise<string> {
  const { stdout } = await run('go', ['mod', 'download', '-json', `sigs.k8s.io/gateway-api@${version}`], { cwd: '/' });
  return join(JSON.parse(stdout).Dir, 'config', 'crd', 'standard');
}

interface Definition {
  metadata: { name: string };
  spec: { group: string; scope: string; names: { plural: string }; versions: { name: string; served: boolean }[] };
}

async function untilServed(api: KubeApi, { spec }: Definition): Promise<void> {
  const served = spec.versions.filter((version) => version.served);
  for (;;) {
    const answers = await Promise.all(
      served.map(({ name }) => api.get(`/apis/${spec.group}/${name}/${spec.names.plural}`)),
    );
    if (answers.every(({ status }) => status === 200)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function createNamespace(api: KubeApi, name: string): Promise<void> {
  await api.post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const ours = [
  { apiGroups: ['gateway.networking.k8s.io'], resources: ['gateways'] },
  { apiGroups: ['crd.alauda.io'], resources: ['alaudaloadbalancer2'] },
];
const read = ['get', 'list', 'watch'];

/** alice: everything in a1 alone, and classes; viewer: reads everything; bob: nothing. */
export async function seedRbac(api: KubeApi): Promise<void> {
  for (const namespace of ['a1', 'a2', 'cpaas-system']) await createNamespace(api, namespace);
  const grant = async (path: string, kind: string, name: string, user: string, rules: object[]) => {
    await api.post(`${path}/${kind.toLowerCase()}s`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind,
      metadata: { name },
      rules,
    });
    await api.post(`${path}/${kind.toLowerCase()}bindings`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: `${kind}Binding`,
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
    });
  };
  const classes = { apiGroups: ['gateway.networking.k8s.io'], resources: ['gatewayclasses'], verbs: read };
  const core = { apiGroups: [''], resources: ['events', 'namespaces'], verbs: read };
  await grant(`${rbac}/namespaces/a1`, 'Role', 'alice', 'alice', [
    ...ours.map((rule) => ({ ...rule, verbs: ['*'] })),
    { apiGroups: [''], resources: ['events'], verbs: read },
  ]);
  await grant(rbac, 'ClusterRole', 'alice-classes', 'alice', [classes]);
  await grant(rbac, 'ClusterRole', 'viewer', 'viewer', [
    ...ours.map((rule) => ({ ...rule, verbs: read })),
    classes,
    core,
  ]);
}
