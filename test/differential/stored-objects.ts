import type { KubeAnswer, KubeApi } from '../harness/kube-api.js';
import { inParallel } from './in-parallel.js';
import { classNames, filledNamespaces, type KindName, kinds, objectNames, pathOf } from './kinds.js';
import type { Random } from './random.js';
import { type RandomObject, randomAlb, randomClass, randomGateway } from './random-objects.js';
import { secretsIn, secretWord } from './secrets.js';

/** Where an object is, or was. */
export interface Place {
  readonly kind: KindName;
  readonly namespace: string | undefined;
  readonly name: string;
}

const sideBySide = 12;
const makers = { Gateway: randomGateway, Alb: randomAlb, GatewayClass: randomClass };
const kindNames = { Gateway: 'Gateway', Alb: 'ALB2', GatewayClass: 'GatewayClass' };
type Made = keyof typeof makers;

/** The objects of the cluster, which it writes as an operator with all rights. Chances are drawn before anything is sent. */
export class StoredObjects {
  /** Where each word and uid was ever stored. */
  readonly owners = new Map<string, Place>();
  readonly #present = new Map<string, Place & { readonly kind: Made }>();
  #words = 0;
  #events = 0;

  constructor(private readonly api: KubeApi) {}

  /** In place of everything that is there. */
  async refill(random: Random): Promise<void> {
    await this.#clear();
    const places: (Place & { kind: Made })[] = classNames.map((name) => ({
      kind: 'GatewayClass',
      namespace: undefined,
      name,
    }));
    for (const kind of ['Gateway', 'Alb'] as const) {
      const all = filledNamespaces.flatMap((namespace) => objectNames.map((name) => ({ kind, namespace, name })));
      places.push(...random.sample(all, 12 + random.below(6)));
    }
    const writes = places.filter(() => random.chance(0.97)).map((place) => this.#creation(random, place));
    await inParallel(writes, sideBySide, (write) => write());
    const events = Array.from({ length: 12 }, () => this.#event(random));
    await inParallel(events, sideBySide, (write) => write());
  }

  /** One change of any sort; what it is to be is settled when this is called. */
  change(random: Random): () => Promise<void> {
    const present = [...this.#present.values()];
    const chance = random.next();
    if (chance < 0.2 || present.length === 0) {
      const kind = random.pick(['Gateway', 'Alb'] as const);
      const place = { kind, namespace: random.pick(filledNamespaces), name: random.pick(objectNames) };
      return this.#present.has(keyOf(place)) ? this.#replacement(random, place) : this.#creation(random, place);
    }
    const place = random.pick(present);
    if (chance < 0.35) return this.#deletion(place);
    if (chance < 0.45) return this.#event(random);
    if (chance < 0.55) {
      const removal = this.#deletion(place);
      const creation = this.#creation(random, place);
      return async () => {
        await removal();
        await creation();
      };
    }
    return this.#replacement(random, place);
  }

  #word(): string {
    this.#words += 1;
    return secretWord(this.#words);
  }

  #make(random: Random, { kind, name }: Place & { kind: Made }): RandomObject {
    return makers[kind](random, this.#word(), name);
  }

  #creation(random: Random, place: Place & { kind: Made }): () => Promise<void> {
    const { metadata, spec, status } = this.#make(random, place);
    const { kind, namespace, name } = place;
    const { group, version } = kinds[kind];
    this.#present.set(keyOf(place), place);
    const body = { apiVersion: `${group}/${version}`, kind: kindNames[kind], metadata: { ...metadata, name }, spec };
    return async () => {
      this.#note(place, JSON.stringify([metadata, spec, status]));
      const answer = await this.api.post(pathOf(kind, namespace), body);
      // One that is held by a finalizer keeps its name.
      if (answer.status === 409) return;
      this.#note(place, JSON.stringify(this.#done(answer)));
      if (status !== undefined) await this.#writeStatus(place, status);
    };
  }

  #replacement(random: Random, place: Place & { kind: Made }): () => Promise<void> {
    const { metadata, spec, status } = this.#make(random, place);
    const { kind, namespace, name } = place;
    const statusAlone = status !== undefined && random.chance(0.3);
    return async () => {
      this.#note(place, JSON.stringify([metadata, spec, status]));
      if (!statusAlone) {
        const path = pathOf(kind, namespace, name);
        const { status: code, body } = await this.api.get(path);
        if (code === 404) return;
        const { finalizers, resourceVersion, uid } = body.metadata;
        const changed = { ...metadata, finalizers, name, namespace, resourceVersion, uid };
        this.#done(await this.api.put(path, { ...body, metadata: changed, spec }));
      }
      if (status !== undefined) await this.#writeStatus(place, status);
    };
  }

  #deletion(place: Place & { kind: Made }): () => Promise<void> {
    this.#present.delete(keyOf(place));
    return async () => {
      const { status, body } = await this.api.delete(pathOf(place.kind, place.namespace, place.name));
      if (status >= 300 && status !== 404) throw new Error(`${status} ${JSON.stringify(body)}`);
    };
  }

  /** About an object that is there, or one that has gone. */
  #event(random: Random): () => Promise<void> {
    this.#events += 1;
    const [count, word] = [this.#events, this.#word()];
    const about = { kind: random.pick(['Gateway', 'Alb'] as const), name: random.pick(objectNames) };
    const namespace = random.pick(filledNamespaces);
    const stale = random.chance(0.1);
    const place: Place = { kind: 'Event', namespace, name: `event-${count}` };
    return async () => {
      const { status, body } = await this.api.get(pathOf(about.kind, namespace, about.name));
      const uid = status === 200 && !stale ? body.metadata.uid : '00000000-0000-4000-8000-000000000000';
      const { group, version } = kinds[about.kind];
      const answer = await this.api.post(pathOf('Event', namespace), {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: place.name },
        involvedObject: {
          apiVersion: `${group}/${version}`,
          kind: kindNames[about.kind],
          namespace,
          name: about.name,
          uid,
        },
        reason: 'Seen',
        message: word,
        type: 'Normal',
        count: 1,
        // No two at the same time: their order is told by it.
        lastTimestamp: new Date(Date.UTC(2026, 0, 1) + count * 1000).toISOString().replace('.000', ''),
      });
      this.#note(place, word);
      this.owners.set(this.#done(answer).metadata.uid, place);
    };
  }

  async #writeStatus({ kind, namespace, name }: Place, status: object): Promise<void> {
    const path = pathOf(kind, namespace, name);
    const { status: code, body } = await this.api.get(path);
    if (code === 404) return;
    this.#done(await this.api.put(`${path}/status`, { ...body, status }));
  }

  #note(place: Place, text: string): void {
    for (const secret of secretsIn(text)) this.owners.set(secret, place);
  }

  #done({ status, body }: KubeAnswer): any {
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body;
  }

  async #clear(): Promise<void> {
    this.#present.clear();
    for (const kind of ['Gateway', 'Alb', 'GatewayClass'] as const) {
      const { body } = await this.api.get(pathOf(kind));
      await inParallel(body.items as any[], sideBySide, async ({ metadata: { namespace, name, finalizers } }) => {
        const path = pathOf(kind, namespace, name);
        if (finalizers) await this.api.patch(path, { metadata: { finalizers: null } }, 'application/merge-patch+json');
        await this.api.delete(path);
      });
    }
    for (const namespace of filledNamespaces) await this.api.delete(pathOf('Event', namespace));
  }
}

function keyOf({ kind, namespace, name }: Place): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}
