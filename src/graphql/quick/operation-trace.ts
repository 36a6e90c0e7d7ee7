import type { Clock } from '../../clock.js';
import type { Kind } from '../../kube/kinds.js';
import type { RightsQuestion, Trace, TraceSink } from '../../kube/ports.js';

/** More questions than this cost more to ask again than the answer does. */
const maxQuestions = 500;

/** All that one operation was made from, cluster by cluster. */
export class OperationTrace {
  readonly #clusters = new Map<string, ClusterTrace>();
  #spoilt = false;

  /** By cluster; undefined where something was read that nobody can vouch for another time. */
  get traces(): ReadonlyMap<string, Trace> | undefined {
    return this.#spoilt ? undefined : this.#clusters;
  }

  /** Whether a cluster has answered the caller, if the operation came to an answer: what a stranger asks for is not kept. */
  get isOfKnownCaller(): boolean {
    for (const { isAnswered } of this.#clusters.values()) if (isAnswered) return true;
    return false;
  }

  ofCluster(name: string): TraceSink {
    let trace = this.#clusters.get(name);
    if (trace === undefined) {
      trace = new ClusterTrace(() => this.spoil());
      this.#clusters.set(name, trace);
    }
    return trace;
  }

  spoil(): void {
    this.#spoilt = true;
  }

  /** A clock that is no longer innocent once it was looked at: what depends on the time is another answer later. */
  spoiltBy(clock: Clock): Clock {
    return {
      now: () => {
        this.spoil();
        return clock.now();
      },
      elapsed: () => clock.elapsed(),
      schedule: (delayMs, task) => clock.schedule(delayMs, task),
    };
  }
}

class ClusterTrace implements TraceSink, Trace {
  readonly revisions = new Map<Kind, object>();
  readonly #asked = new Map<string, { question: RightsQuestion; allowed: boolean }>();

  #direct = false;

  constructor(private readonly onSpoilt: () => void) {}

  /** About the caller's rights, or by giving them what they asked for in their own name. */
  get isAnswered(): boolean {
    return this.#direct || this.#asked.size > 0;
  }

  get questions() {
    return [...this.#asked.values()];
  }

  spoil(): void {
    this.#direct = true;
    this.onSpoilt();
  }

  asked(question: RightsQuestion, allowed: boolean): void {
    const { verb, kind, namespace = '', name = '', some = '' } = question;
    const key = `${verb} ${kind.group}/${kind.plural} ${namespace}/${name} ${some}`;
    const known = this.#asked.get(key);
    if (known === undefined) this.#asked.set(key, { question, allowed });
    // The right came or went meanwhile: the answer is of no one moment.
    else if (known.allowed !== allowed) this.spoil();
    if (this.#asked.size > maxQuestions) this.spoil();
  }

  read(kind: Kind, revision: object): void {
    const known = this.revisions.get(kind);
    if (known === undefined) this.revisions.set(kind, revision);
    else if (known !== revision) this.spoil();
  }
}
