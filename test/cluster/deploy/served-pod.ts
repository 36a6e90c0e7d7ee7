import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AlbGraphql } from '../../harness/alb-graphql.js';
import type { ControlPlane } from '../../harness/control-plane.js';
import { freePort } from '../../harness/free-port.js';
import { Pod } from '../../harness/pod.js';
import type { Overlay } from './overlay.js';

export interface ServedPodOptions {
  readonly app: string;
  readonly overlay: Overlay;
  /** Of its account. */
  readonly token: string;
  readonly plane: ControlPlane;
  /** For what is mounted. */
  readonly folder: string;
}

const account = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The container of a Deployment, run as its spec says, but on this machine's network and a port of its own. */
export class ServedPod {
  private constructor(
    private readonly pod: Pod,
    private readonly container: any,
    readonly url: string,
    /** Without a token. */
    readonly client: AlbGraphql,
  ) {}

  static async start({ app, overlay, token, plane, folder }: ServedPodOptions): Promise<ServedPod> {
    const { podSpec, container } = overlay;
    const port = await freePort();
    const { hostname, port: apiPort } = new URL(plane.url);
    await mkdir(folder, { recursive: true, mode: 0o755 });
    await writeFile(join(folder, 'ca.crt'), await plane.caPem());
    const given: Record<string, string> = { LOG_LEVEL: 'warn', PORT: String(port), KUBERNETES_SERVICE_HOST: hostname };
    given['KUBERNETES_SERVICE_PORT'] = apiPort;
    const { CLUSTER_URL_TEMPLATE: template, ...environment } = overlay.environment;
    if (template !== undefined) given['CLUSTER_URL_TEMPLATE'] = `${template}:${apiPort}`;
    const places = (container.volumeMounts ?? []).map(({ mountPath }: any) => mountPath);
    if (podSpec.automountServiceAccountToken) {
      await writeFile(join(folder, 'token'), token, { mode: 0o644 });
      places.push(account);
    }
    const pod = await Pod.create({
      app,
      environment: { ...environment, ...given },
      mounts: Object.fromEntries(places.map((place: string) => [place, folder])),
      names: ['kubernetes.default.svc'],
      user: podSpec.securityContext.runAsUser,
    });
    await pod.start(['/nodejs/bin/node', '/app/dist/main.js', 'serve']);
    const url = `http://127.0.0.1:${port}`;
    return new ServedPod(pod, container, url, AlbGraphql.at(url));
  }

  /** What the kubelet would make of a probe. */
  async probe(name: 'startupProbe' | 'livenessProbe' | 'readinessProbe'): Promise<boolean> {
    const { httpGet, exec } = this.container[name];
    if (exec !== undefined) return (await this.pod.exec(exec.command)).code === 0;
    return (await fetch(`${this.url}${httpGet.path}`)).ok;
  }

  as(token: string): AlbGraphql {
    return this.client.as(token);
  }

  async stop(): Promise<number | null> {
    await this.client.stop();
    return this.pod.stop();
  }
}
