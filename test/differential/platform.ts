import { ControlPlane } from '../harness/control-plane.js';
import { applyDefinitions, createNamespace } from '../harness/control-plane-setup.js';
import type { KubeApi } from '../harness/kube-api.js';
import { Caller } from './callers.js';
import { existingNamespaces, kinds, pathOf } from './kinds.js';
import type { Mode } from './meant-differences.js';
import { fieldsFrom, NodeId, printOperation } from './question.js';
import { RightsSettled } from './settle-rights.js';
import { StoredObjects } from './stored-objects.js';
import { TestedServer } from './tested-server.js';

const callerCount = 6;

/** A real API server, both servers beside it, and callers of whom a round decides what they may. */
export class Platform {
  private constructor(
    private readonly plane: ControlPlane,
    readonly api: KubeApi,
    readonly servers: Readonly<Record<Mode, TestedServer>>,
    readonly callers: readonly Caller[],
    /** Sees everything, by the same ways as the others. */
    readonly everybody: Caller,
    readonly objects: StoredObjects,
    private readonly rights: RightsSettled,
  ) {}

  static async start(): Promise<Platform> {
    const plane = await ControlPlane.start();
    try {
      const api = await plane.api();
      await applyDefinitions(api);
      for (const namespace of existingNamespaces) await createNamespace(api, namespace);
      const [server, nobody, probe, everybody] = await Promise.all(
        ['server', 'nobody', 'probe', 'everybody'].map((name) => Caller.create(api, name)),
      );
      if (!server || !nobody || !probe || !everybody) throw new Error('four were made');
      const read = (['Gateway', 'Alb', 'GatewayClass'] as const).map((kind) => ({
        apiGroups: [kinds[kind].group],
        resources: [kinds[kind].plural],
        verbs: ['list', 'watch'],
      }));
      await server.grant({ by: 'ClusterRole', rules: read });
      await everybody.grant({ by: 'ClusterRole', rules: read.map((rule) => ({ ...rule, verbs: ['*'] })) });
      const callers = await Promise.all(
        Array.from({ length: callerCount }, (_, at) => Caller.create(api, `caller-${at + 1}`)),
      );
      const rights = new RightsSettled(api, probe);
      await rights.wait();
      const servers = {
        shared: await TestedServer.start('shared', await plane.kubeconfig({ token: server.token })),
        passthrough: await TestedServer.start('passthrough', await plane.kubeconfig({ token: nobody.token })),
      };
      return new Platform(plane, api, servers, callers, everybody, new StoredObjects(api), rights);
    } catch (error) {
      await plane.stop();
      throw error;
    }
  }

  /** Resolves when all that was written, rights and objects alike, counts everywhere. Answers the ids of what is there. */
  async settle(): Promise<NodeId[]> {
    await this.rights.wait();
    const stored = await Promise.all((['Gateway', 'Alb', 'GatewayClass'] as const).map((kind) => this.#versions(kind)));
    const wanted = stored.flat().sort().join(' ');
    const row = 'nodes { __typename id namespace name uid resourceVersion }';
    const fields = fieldsFrom(
      `gateways { ${row} } albs { ${row} } gatewayClasses { __typename id name uid resourceVersion }`,
    );
    const first = { first: { type: 'Int', value: 1000, variable: false } };
    const printed = printOperation(
      'query',
      fields.map((field) => (field.name === 'gatewayClasses' ? field : { ...field, arguments: first })),
    );
    const deadline = Date.now() + 30_000;
    for (;;) {
      const { answer } = await this.servers.shared.ask(this.everybody.token, printed);
      const { gateways, albs, gatewayClasses } = answer.data ?? {};
      const rows: any[] = [...(gateways?.nodes ?? []), ...(albs?.nodes ?? []), ...(gatewayClasses ?? [])];
      const shown = rows.map(({ uid, resourceVersion }) => `${uid}@${resourceVersion}`);
      if (shown.sort().join(' ') === wanted) {
        return rows.map(({ __typename: type, id, namespace, name }) => new NodeId(id, { type, namespace, name }));
      }
      if (Date.now() > deadline)
        throw new Error(`shared does not come to show what is stored: ${JSON.stringify(answer)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async stop(): Promise<void> {
    for (const server of Object.values(this.servers)) await server.stop();
    await this.api.close();
    await this.plane.stop();
  }

  async #versions(kind: 'Gateway' | 'Alb' | 'GatewayClass'): Promise<string[]> {
    const { body } = await this.api.get(pathOf(kind));
    return body.items.map(({ metadata }: any) => `${metadata.uid}@${metadata.resourceVersion}`);
  }
}
