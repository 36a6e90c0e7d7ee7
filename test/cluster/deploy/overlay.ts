import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';

const run = promisify(execFile);
export const overlays = new URL('../../../deploy/overlays/', import.meta.url).pathname;

export type Mode = 'passthrough' | 'shared' | 'single-user';

/** What an overlay of deploy/ renders to. */
export class Overlay {
  private constructor(
    private readonly text: string,
    readonly objects: readonly any[],
  ) {}

  static async render(kubectl: string, mode: Mode): Promise<Overlay> {
    const { stdout } = await run(kubectl, ['kustomize', `${overlays}${mode}`]);
    return new Overlay(
      stdout,
      parseAllDocuments(stdout).map((document) => document.toJS()),
    );
  }

  all(kind: string): any[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  one(kind: string): any {
    const found = this.all(kind);
    if (found.length !== 1) throw new Error(`${found.length} objects of kind ${kind}`);
    return found[0];
  }

  get podSpec(): any {
    return this.one('Deployment').spec.template.spec;
  }

  get container(): any {
    return this.podSpec.containers[0];
  }

  /** As the kubelet would give it to the container. */
  get environment(): Record<string, string> {
    const maps = (this.container.envFrom ?? []).map(
      ({ configMapRef }: any) => this.all('ConfigMap').find(({ metadata }) => metadata.name === configMapRef.name).data,
    );
    const own = this.container.env.map(({ name, value }: any) => [name, value]);
    return Object.assign({}, ...maps, Object.fromEntries(own));
  }

  /** kubectl apply --server-side with strict validation; answers what it said of each object. */
  async apply(kubectl: string, kubeconfig: string): Promise<string[]> {
    const line = [`--kubeconfig=${kubeconfig}`, 'apply', '--server-side', '--validate=strict', '-f', '-'];
    const child = spawn(kubectl, line, { stdio: ['pipe', 'pipe', 'pipe'] });
    const said = { out: '', err: '' };
    child.stdout.on('data', (data) => (said.out += data));
    child.stderr.on('data', (data) => (said.err += data));
    child.stdin.end(this.text);
    const [code] = await once(child, 'close');
    if (code !== 0 || said.err !== '') throw new Error(`kubectl apply ended with ${code}: ${said.err}`);
    return said.out.trim().split('\n');
  }
}
