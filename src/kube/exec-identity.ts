import type { Clock } from '../clock.js';
import type { ServerIdentity } from './cluster-config.js';
import { type ExecCredential, type ExecEntry, execInfo, parseExecCredential } from './exec-credential.js';
import { runPlugin } from './run-plugin.js';

export interface ExecIdentityOptions {
  readonly exec: ExecEntry;
  readonly clock: Clock;
  /** The plugin is ended after so long. */
  readonly limitMs: number;
  /** The environment of a process that this one starts, with what is added. */
  readonly environment: (added: Readonly<Record<string, string>>) => NodeJS.ProcessEnv;
  /** What the plugin is told of its cluster, where it asks for that. */
  readonly cluster: () => Promise<object>;
  /** Told of each run that gave nothing. */
  readonly onFailure?: ((error: Error) => void) | undefined;
}

interface Kept extends ExecCredential {
  /** As it was known when it came, whatever the clock is set to meanwhile. */
  readonly untilMs: number;
}

/** A failure serves for so long: what fails at once must not be started for every request. */
const failureMs = 1000;
/** Credentials that take the place of refused ones, and are refused too, are not exchanged again so soon. */
const renewalGapMs = 10_000;
const secretNames = /token|secret|password|passwd|key|credential/i;

/** An identity that a program gives. It is run when there is none, when the last one ends, and when the cluster refused it. */
export class ExecIdentity {
  #kept: Kept | undefined;
  #failed: { readonly error: Error; readonly untilMs: number } | undefined;
  #asking: Promise<ServerIdentity> | undefined;
  #renewedMs = Number.NEGATIVE_INFINITY;
  readonly #closing = new AbortController();

  constructor(private readonly options: ExecIdentityOptions) {}

  /** Never one that has ended. Those who ask at once share one run, which no one of them can end. */
  async ask(): Promise<ServerIdentity> {
    const { clock } = this.options;
    if (this.#kept !== undefined && !hasEnded(this.#kept, clock)) return this.#kept.identity;
    if (this.#failed !== undefined && clock.elapsed() < this.#failed.untilMs) throw this.#failed.error;
    this.#asking ??= this.#run().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Ends the program, if it runs. */
  close(): void {
    this.#closing.abort();
  }

  async #run(): Promise<ServerIdentity> {
    const { clock, onFailure } = this.options;
    try {
      const credential = parseExecCredential(await this.#print(), this.options.exec);
      const kept = this.#keep(credential);
      if (hasEnded(kept, clock)) throw new Error(`${this.options.exec.command} gave a credential that has ended`);
      this.#kept = kept;
      this.#failed = undefined;
      return kept.identity;
    } catch (thrown) {
      const error = thrown as Error;
      this.#failed = { error, untilMs: clock.elapsed() + failureMs };
      if (!this.#closing.signal.aborted) onFailure?.(error);
      throw error;
    }
  }

  async #print(): Promise<string> {
    const { exec, environment, clock, limitMs } = this.options;
    const info = execInfo(exec, exec.provideClusterInfo ? await this.options.cluster() : undefined);
    const added = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]));
    return runPlugin({
      command: exec.command ?? '',
      args: exec.args ?? [],
      env: environment({ ...added, KUBERNETES_EXEC_INFO: info }),
      installHint: exec.installHint,
      secrets: Object.entries(added).flatMap(([name, value]) => (secretNames.test(name) ? [value] : [])),
      limitMs,
      clock,
      signal: this.#closing.signal,
    });
  }

  #keep({ identity, endsMs }: ExecCredential): Kept {
    const { clock } = this.options;
    const own: ServerIdentity = { ...identity, onRefused: () => this.#onRefused(own) };
    const leftMs = (endsMs ?? Number.POSITIVE_INFINITY) - clock.now();
    return { identity: own, endsMs, untilMs: clock.elapsed() + leftMs };
  }

  /** Of all who were refused with the same, the first has it exchanged; the others get what came of that. */
  #onRefused(identity: ServerIdentity): boolean {
    if (this.#kept?.identity !== identity) return true;
    const nowMs = this.options.clock.elapsed();
    if (nowMs - this.#renewedMs < renewalGapMs) return false;
    this.#renewedMs = nowMs;
    this.#kept = undefined;
    return true;
  }
}

function hasEnded({ endsMs = Number.POSITIVE_INFINITY, untilMs }: Kept, clock: Clock): boolean {
  return clock.now() >= endsMs || clock.elapsed() >= untilMs;
}
