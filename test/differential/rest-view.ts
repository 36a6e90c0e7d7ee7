import type { KubeApi } from '../harness/kube-api.js';
import { inParallel } from './in-parallel.js';
import { absentName, askedNamespaces, classNames, type KindName, kinds, objectNames, pathOf } from './kinds.js';
import { secretsIn } from './secrets.js';

export type Verb = 'get' | 'list' | 'watch';
type Refused = 'FORBIDDEN';
const sideBySide = 12;
const reviewed = ['Gateway', 'Alb', 'GatewayClass'] as const;

/** Everything that REST gives one token at one moment: each list, each object by its name, and each right as a review tells it. */
export class RestView {
  /** Every word and uid that any of the answers held. */
  readonly secrets = new Set<string>();
  readonly #lists = new Map<string, readonly any[] | Refused>();
  readonly #objects = new Map<string, any | Refused>();
  readonly #rights = new Map<string, boolean>();
  username = '';

  static async read(api: KubeApi, token: string): Promise<RestView> {
    const view = new RestView();
    const get = async (path: string) => {
      const { status, body } = await api.get(path, { token });
      if (status !== 200 && status !== 403 && status !== 404) throw new Error(`${path}: ${status}`);
      if (status === 200) for (const secret of secretsIn(JSON.stringify(body))) view.secrets.add(secret);
      return { status, body };
    };
    const review = async (path: string, kind: string, spec: object) =>
      (await api.post(path, { apiVersion: path.split('/').slice(2, 4).join('/'), kind, spec }, { token })).body.status;
    const steps: (() => Promise<void>)[] = [];
    const readList = (kind: KindName, namespace?: string) =>
      steps.push(async () => {
        const { status, body } = await get(pathOf(kind, namespace));
        view.#lists.set(keyOf(kind, namespace), status === 403 ? 'FORBIDDEN' : body.items);
      });
    const readObject = (kind: KindName, namespace: string | undefined, name: string) =>
      steps.push(async () => {
        const { status, body } = await get(pathOf(kind, namespace, name));
        const found = status === 403 ? 'FORBIDDEN' : status === 404 ? undefined : body;
        view.#objects.set(keyOf(kind, namespace, name), found);
      });
    for (const kind of ['Gateway', 'Alb', 'GatewayClass', 'Namespace'] as const) readList(kind);
    for (const name of [...classNames, absentName]) readObject('GatewayClass', undefined, name);
    for (const namespace of askedNamespaces) {
      for (const kind of ['Gateway', 'Alb', 'Event'] as const) readList(kind, namespace);
      for (const kind of ['Gateway', 'Alb'] as const)
        for (const name of [...objectNames, absentName]) readObject(kind, namespace, name);
    }
    for (const kind of reviewed) {
      for (const verb of ['get', 'list', 'watch'] as const) {
        for (const namespace of kind === 'GatewayClass' ? [undefined] : [undefined, ...askedNamespaces]) {
          steps.push(async () => {
            const { group, plural: resource } = kinds[kind];
            const resourceAttributes = { verb, group, resource, ...(namespace !== undefined && { namespace }) };
            const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
            const { allowed } = await review(path, 'SelfSubjectAccessReview', { resourceAttributes });
            view.#rights.set(`${verb} ${keyOf(kind, namespace)}`, allowed);
          });
        }
      }
    }
    steps.push(async () => {
      const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
      view.username = (await review(path, 'SelfSubjectReview', {})).userInfo.username;
    });
    await inParallel(steps, sideBySide, (step) => step());
    return view;
  }

  list(kind: KindName, namespace?: string): readonly any[] | Refused {
    return this.#known(this.#lists, keyOf(kind, namespace));
  }

  object(kind: KindName, namespace: string | undefined, name: string): any | undefined | Refused {
    return this.#known(this.#objects, keyOf(kind, namespace, name));
  }

  may(verb: Verb, kind: KindName, namespace?: string): boolean {
    return this.#known(this.#rights, `${verb} ${keyOf(kind, namespace)}`);
  }

  /** Whether objects of the kind may be got, listed and watched in the same places, and all by that. */
  isPlain(kind: 'Gateway' | 'Alb' | 'GatewayClass'): boolean {
    const places = kind === 'GatewayClass' ? [undefined] : [undefined, ...askedNamespaces];
    const even = places.every((namespace) => {
      const [get, list, watch] = (['get', 'list', 'watch'] as const).map((verb) => this.may(verb, kind, namespace));
      return get === list && list === watch;
    });
    if (!even) return false;
    return [...this.#objects].every(([key, object]) => {
      const [of, place = ''] = key.split(' ');
      if (of !== kind) return true;
      const namespace = kind === 'GatewayClass' ? undefined : place.split('/')[0];
      return this.may('get', kind, namespace) === (object !== 'FORBIDDEN');
    });
  }

  /** A text that is the same for equal rights. */
  rightsTo(kind: KindName): string {
    const own = [...this.#rights].filter(([key]) => key.split(' ')[1] === kind);
    return JSON.stringify(own.sort());
  }

  #known<T>(map: ReadonlyMap<string, T>, key: string): T {
    if (!map.has(key)) throw new Error(`nobody read ${key}`);
    return map.get(key) as T;
  }
}

function keyOf(kind: KindName, namespace: string | undefined, name = ''): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}
