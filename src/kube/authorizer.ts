import { AlbError } from '../errors.js';
import type { Identity } from './identity.js';
import type { AccessQuestion, Authorizer } from './ports.js';
import type { RestClient } from './rest.js';
import type { Reviews } from './reviews.js';

type UserInfo = { username: string; groups: readonly string[] };

/** SelfSubjectReview is v1 from Kubernetes 1.28 on, and v1beta1 in 1.27. */
const reviewVersions = ['v1', 'v1beta1'];

/** The cluster's own word on its caller. */
export class RestAuthorizer implements Authorizer {
  constructor(
    private readonly rest: RestClient,
    private readonly reviews: Reviews,
    private readonly identity: Identity,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async can(question: AccessQuestion): Promise<boolean> {
    return this.reviews.can(question, this.identity, this.signal);
  }

  async whoAmI(): Promise<UserInfo | undefined> {
    for (const version of reviewVersions) {
      try {
        return await this.#selfReview(version);
      } catch (error) {
        if (!(error instanceof AlbError) || error.code !== 'NOT_FOUND') throw error;
      }
    }
    return undefined;
  }

  async #selfReview(version: string): Promise<UserInfo> {
    const answer = await this.rest.request({
      method: 'POST',
      path: `/apis/authentication.k8s.io/${version}/selfsubjectreviews`,
      body: { apiVersion: `authentication.k8s.io/${version}`, kind: 'SelfSubjectReview' },
      identity: this.identity,
      signal: this.signal,
      changes: false,
      verb: 'create',
      kind: 'SelfSubjectReview',
      purpose: 'review',
    });
    const { status } = (answer ?? {}) as { status?: { userInfo?: { username?: string; groups?: string[] } } };
    return { username: status?.userInfo?.username ?? '', groups: status?.userInfo?.groups ?? [] };
  }
}
