import { ControlPlane, tokens } from '../test/harness/control-plane.js';
import { applyDefinitions, createNamespace, seedRbac } from '../test/harness/control-plane-setup.js';
import type { KubeApi } from '../test/harness/kube-api.js';
import * as objects from './objects.js';

const gatewayApi = '/apis/gateway.networking.k8s.io/v1';
const albApi = '/apis/crd.alauda.io/v2beta1';
const mergePatch = 'application/merge-patch+json';
const sideBySide = 48;

export const callerToken = tokens.viewer;
export const writerToken = tokens.admin;

/** A real etcd and kube-apiserver with as many gateways, ALBs and statuses as asked for. */
export class Platform {
  #size = 0;

  private constructor(
    readonly plane: ControlPlane,
    readonly api: KubeApi,
  ) {}

  static async start(): Promise<Platform> {
    const plane = await ControlPlane.start();
    const api = await plane.api();
    await applyDefinitions(api);
    await seedRbac(api);
    for (let index = 0; index < objects.namespaceCount; index += 1) {
      await createNamespace(api, objects.namespaceOf(index));
    }
    for (const gatewayClass of objects.gatewayClasses)
      await expect(201, api.post(`${gatewayApi}/gatewayclasses`, gatewayClass));
    return new Platform(plane, api);
  }

  get size(): number {
    return this.#size;
  }

  /** Settings of a server in front of it, with its own identity that of the administrator. */
  async settings(mode: 'shared' | 'passthrough' = 'shared'): Promise<Record<string, string>> {
    return { KUBECONFIG: await this.plane.kubeconfig(), AUTH_MODE: mode, PRELOAD: 'business-1' };
  }

  async growTo(size: number): Promise<void> {
    let next = this.#size;
    const work = async () => {
      while (next < size) {
        const index = next;
        next += 1;
        await this.#create(index);
      }
    };
    await Promise.all(Array.from({ length: sideBySide }, work));
    this.#size = size;
  }

  /** A write of the back end's: another message in one gateway's conditions. */
  async touchGateway(index: number, message: string): Promise<void> {
    await this.#patchStatus(gatewayPath(index), objects.gatewayStatus(index, message));
  }

  async touchAlb(index: number, reason: string): Promise<void> {
    await this.#patchStatus(albPath(index), objects.albStatus(index, reason));
  }

  /** Both objects go, and come again. */
  async recreate(index: number): Promise<void> {
    for (const path of [gatewayPath(index), albPath(index)]) await expect(200, this.api.delete(path));
    await this.#create(index);
  }

  async stop(): Promise<void> {
    await this.api.close();
    await this.plane.stop();
  }

  async #create(index: number): Promise<void> {
    const namespace = objects.namespaceOf(index);
    await expect(
      201,
      this.api.post(`${albApi}/namespaces/${namespace}/alaudaloadbalancer2`, objects.albManifest(index)),
    );
    await expect(201, this.api.post(`${gatewayApi}/namespaces/${namespace}/gateways`, objects.gatewayManifest(index)));
    await this.touchAlb(index, 'workload ready');
    await this.touchGateway(index, 'The gateway is accepted');
  }

  async #patchStatus(path: string, status: object): Promise<void> {
    await expect(200, this.api.patch(`${path}/status`, { status }, mergePatch));
  }
}

export const gatewaysPath = `${gatewayApi}/gateways`;
export const albsPath = `${albApi}/alaudaloadbalancer2`;
export const classesPath = `${gatewayApi}/gatewayclasses`;
export const gatewayPath = (index: number) =>
  `${gatewayApi}/namespaces/${objects.namespaceOf(index)}/gateways/${objects.nameOf(index)}`;
export const albPath = (index: number) =>
  `${albApi}/namespaces/${objects.namespaceOf(index)}/alaudaloadbalancer2/${objects.albNameOf(index)}`;

async function expect(status: number, answer: Promise<{ status: number; body: unknown }>): Promise<void> {
  const got = await answer;
  if (got.status !== status) throw new Error(`the API server answered ${got.status}: ${JSON.stringify(got.body)}`);
}
