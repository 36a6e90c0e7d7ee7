import type { AlbError } from '../errors.js';
import type { LiveCollection } from './ports.js';
import { type Checked, type RecheckOptions, recheckRights } from './recheck-rights.js';
import type { OpenSet } from './server-cache.js';

/** What the caller may of a set. */
export interface Rights {
  /** Whether the caller still may; rejects where that cannot be found out. */
  mayStill(): Promise<boolean>;
  /** What the caller is told when not. */
  refusal(): AlbError;
}

/** Ends a hold on a set when the caller loses the right to it. */
export function guardLive(set: OpenSet, rights: Rights, options: RecheckOptions): LiveCollection {
  set.live.whenClosed(recheckRights(new Guard(set, rights), options));
  return set.live;
}

class Guard implements Checked {
  constructor(
    private readonly set: OpenSet,
    private readonly rights: Rights,
  ) {}

  async look(): Promise<void> {
    if (!(await this.rights.mayStill())) this.onLost(this.rights.refusal());
  }

  isCutOff(): boolean {
    return this.set.isCutOff();
  }

  onLost(error: AlbError): void {
    this.set.live.end(error);
  }
}
