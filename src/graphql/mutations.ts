import type { OnCache } from '../bounded-cache.js';
import type { Clock } from '../clock.js';
import { AlbError, InputFaultsError } from '../errors.js';
import { ClusterSession } from '../gateway/session.js';
import { RecordingWriter, type WriteRecord } from '../gateway/writes/recording-writer.js';
import type { Caller } from '../kube/ports.js';
import { Usernames } from './usernames.js';

/** What the log keeps of one mutation: no token, no annotation, no other content. */
export interface MutationRecord {
  readonly mutation: string;
  readonly operationId: string;
  /** Of the request that asked for it, and a hash of its token. */
  readonly requestId: string | undefined;
  readonly caller: string;
  /** Null where the cluster did not say, or was not asked. */
  readonly username: string | null;
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly dryRun: boolean;
  /** OK, or the code of the error. */
  readonly outcome: string;
  /** Of a write that could not be finished: what stands. */
  readonly stands?: { readonly written: unknown; readonly undone: unknown; readonly unknown: unknown } | undefined;
  /** Every write to the cluster in order, undoing included. */
  readonly objects: readonly WriteRecord[];
  readonly durationMs: number;
}

export interface MutationsOptions {
  readonly clock: Clock;
  /** Told of every mutation once, when it is done, whatever its outcome. */
  readonly onMutation?: ((record: MutationRecord) => void) | undefined;
  readonly onCache?: OnCache | undefined;
}

/** What a mutation is about. */
export interface Mutation {
  readonly name: string;
  readonly operationId: string;
  readonly caller: Caller;
  /** As it was named, whether there is one of that name or not. */
  readonly cluster: string;
  readonly input: { readonly namespace: string; readonly name: string; readonly dryRun?: boolean | null };
}

/** Runs mutations: whoever stops this server waits for them, caller or no caller, and each leaves a record. */
export class Mutations {
  readonly #usernames: Usernames;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(private readonly options: MutationsOptions) {
    this.#usernames = new Usernames(options.clock, options.onCache);
  }

  run<T>(session: ClusterSession, mutation: Mutation, write: (session: ClusterSession) => Promise<T>): Promise<T> {
    const { authorizer } = session.ports;
    const { onMutation } = this.options;
    // Asked beside the mutation, which never waits for it.
    const username = onMutation && this.#usernames.of(session.cluster, mutation.caller.key, authorizer);
    const startedMs = this.options.clock.elapsed();
    const writer = new RecordingWriter(session.ports.writer);
    const result = write(new ClusterSession({ ...session.ports, writer }, session.settings, session.clock));
    const leave = (ended: Ended) =>
      this.#leaveRecord(mutation, ended, { startedMs, username, objects: writer.records });
    // Followed is heard.
    void this.follow(
      result.then(
        () => leave({ outcome: 'OK' }),
        (thrown: unknown) => leave(endedBy(thrown)),
      ),
    );
    return result;
  }

  /** For one that came to no cluster: it leaves a record too. Answers what it was refused with. */
  refuse<T>(mutation: Mutation, thrown: T): T {
    const startedMs = this.options.clock.elapsed();
    void this.follow(this.#leaveRecord(mutation, endedBy(thrown), { startedMs, username: undefined, objects: [] }));
    return thrown;
  }

  /** Makes `idle` wait for it too: for an operation, whose second mutation begins when the first is done. */
  follow<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    const forget = () => this.#underWay.delete(work);
    work.then(forget, forget);
    return work;
  }

  /** Resolves when none is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  async #leaveRecord(
    { name: mutation, operationId, caller, cluster, input }: Mutation,
    ended: Ended,
    { startedMs, username, objects }: Course,
  ): Promise<void> {
    const durationMs = this.options.clock.elapsed() - startedMs;
    const { namespace, name, dryRun } = input;
    const { requestId } = caller.observation ?? {};
    const who = { requestId, caller: caller.key, username: (await username) ?? null, cluster };
    const what = { namespace, name, dryRun: dryRun ?? false };
    this.options.onMutation?.({ mutation, operationId, ...who, ...what, ...ended, objects, durationMs });
  }
}

type Ended = Pick<MutationRecord, 'outcome' | 'stands'>;

interface Course {
  readonly startedMs: number;
  readonly username: Promise<string | null> | undefined;
  readonly objects: readonly WriteRecord[];
}

function endedBy(thrown: unknown): Ended {
  if (thrown instanceof InputFaultsError) return { outcome: 'INVALID_INPUT' };
  const { code: outcome, extensions } = AlbError.from(thrown);
  const { written, undone, unknown } = extensions;
  if (unknown === undefined) return { outcome };
  return { outcome, stands: { written: written ?? [], undone: undone ?? [], unknown } };
}
