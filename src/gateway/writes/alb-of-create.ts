import { isDeepStrictEqual } from 'node:util';
import { AlbError } from '../../errors.js';
import { albKind } from '../../kube/kinds.js';
import { type Claim, claimOf } from '../claim.js';
import { albNameFor, randomSuffix } from '../names.js';
import type { AlbResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { findClaimedAlb, removeClaimedAlb, withClaim } from './claimed-alb.js';
import { waitForLeftovers } from './leftovers.js';
import { namespaceFault } from './namespace-fault.js';
import { putBack } from './put-back.js';
import type { WriteOptions } from './write-options.js';

/** How often another suffix is tried when the ALB's name is taken. */
const maxNames = 5;
/** How often an ALB that its operator keeps writing is read again before it is given up. */
const maxAdoptions = 5;

/** What the ALB of a create is to be. */
export interface AlbDesign {
  /** Whose it is. */
  readonly gateway: { readonly namespace: string; readonly name: string };
  manifest(name: string, claim: Claim): AlbResource;
  /** A left-over brought to the design; what that does not speak of is carried over. */
  adopted(leftover: AlbResource): AlbResource;
}

/** The ALB of one create: made, or adopted, under this operation's claim. */
export class AlbOfCreate {
  #alb: AlbResource | undefined;
  /** What was sent last, for looking it up when no answer came. */
  #sent: AlbResource | undefined;
  /** The left-over that this ALB was until it was adopted. */
  #before: AlbResource | undefined;

  constructor(
    private readonly session: ClusterSession,
    private readonly design: AlbDesign,
    private readonly options: WriteOptions,
    /** Rejects with ALREADY_EXISTS as soon as the Gateway is there. */
    private readonly expectNoGateway: () => Promise<void>,
  ) {}

  get alb(): AlbResource {
    if (this.#alb === undefined) throw new Error('the ALB is known once its step is done');
    return this.#alb;
  }

  /** As it was read last, under this operation's claim. */
  set alb(alb: AlbResource) {
    this.#alb = alb;
  }

  /** A manifest; under a fresh name, where none is given. */
  plan(name?: string): AlbResource {
    const { design, session, options } = this;
    const claim = { operationId: options.operationId, at: session.clock.now() };
    return design.manifest(name ?? albNameFor(design.gateway.name, randomSuffix(options.random)), claim);
  }

  /** Gives left-overs of this gateway's name time to go; adopts one that stays, else creates the planned one. */
  async obtain(planned: AlbResource, leftovers: readonly AlbResource[]): Promise<void> {
    if (leftovers.length > 0) {
      const [leftover] = await waitForLeftovers(this.session, this.design.gateway, this.expectNoGateway);
      if (leftover !== undefined && (await this.#adopt(leftover))) return;
    }
    await this.create(planned);
  }

  /** Creates an ALB, under another name where the first is taken. */
  async create(planned: AlbResource): Promise<void> {
    this.#before = undefined;
    for (let attempt = 1, alb = planned; ; attempt += 1, alb = this.plan()) {
      this.#sent = alb;
      try {
        this.#alb = await this.session.ports.writer.create(albKind, alb);
        return;
      } catch (thrown) {
        const error = AlbError.from(thrown);
        if (error.code !== 'ALREADY_EXISTS' || attempt === maxNames) throw namespaceFault(error);
      }
    }
  }

  /** Whether what was sent last stands under this claim although no answer came. */
  async landed(): Promise<boolean> {
    const found = this.#sent && (await findClaimedAlb(this.session, this.#sent, this.options.operationId));
    if (found !== undefined) this.#alb = found;
    return found !== undefined;
  }

  /** For who has found that another took the claim after the Gateway stood: their settings go with it. */
  async claimAgain(found: AlbResource): Promise<void> {
    this.#alb = await this.session.ports.writer.replace(albKind, this.#adopted(found));
  }

  /**
   * What a create left behind goes like one that this call made. An ALB without a claim is no create's, and one that a
   * Gateway has come to refer to is somebody else's: that becomes again what it was.
   */
  async undo(): Promise<void> {
    const { session, options } = this;
    const before = this.#before;
    const adopted = before && { before, after: this.alb };
    if (adopted && claimOf(adopted.before, session.settings) === undefined) return putBack(session, albKind, adopted);
    const { inUse } = await removeClaimedAlb(session, this.alb, options.operationId);
    if (adopted && inUse) await putBack(session, albKind, adopted);
    // One sent after it, of which nobody could tell whether it was made.
    if (this.#sent !== undefined && this.#sent.metadata.name !== this.alb.metadata.name) {
      await removeClaimedAlb(session, this.#sent, options.operationId);
    }
  }

  /** As designed, under this operation's claim. */
  #adopted(leftover: AlbResource): AlbResource {
    return withClaim(this.session, this.design.adopted(leftover), this.options.operationId);
  }

  /** Takes over the claim and brings the settings to the input; false where somebody else was faster. */
  async #adopt(leftover: AlbResource): Promise<boolean> {
    const { session, options } = this;
    const { namespace, name } = leftover.metadata;
    const claim = claimOf(leftover, session.settings);
    let live: AlbResource | undefined = leftover;
    for (let attempt = 1; attempt <= maxAdoptions; attempt += 1) {
      // Another claim than the one seen first: somebody else is about to use it.
      if (live === undefined || !isDeepStrictEqual(claimOf(live, session.settings), claim)) return false;
      if (live.metadata.deletionTimestamp !== undefined) return false;
      this.#sent = this.#adopted(live);
      this.#before = live;
      try {
        this.#alb = await session.ports.writer.replace(albKind, this.#sent);
        options.onNotice?.('ALB adopted', { cluster: session.cluster, namespace, alb: name });
        return true;
      } catch (thrown) {
        const { code } = AlbError.from(thrown);
        if (code !== 'CONFLICT' && code !== 'NOT_FOUND') throw thrown;
      }
      live = await session.ports.fresh.get<AlbResource>(albKind, namespace, name);
    }
    return false;
  }
}
