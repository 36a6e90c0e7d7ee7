import { expect, it } from '@jest/globals';
import { AlbError } from '../../../src/errors.js';
import { RetryPolicy } from '../../../src/kube/retry-policy.js';
import { FakeClock } from '../../harness/fake-clock.js';

it.each([
  ['FORBIDDEN', 403],
  ['UNAUTHENTICATED', 401],
] as const)(
  '%s by an API server that has just come back after a long absence is tried again within a second',
  (code, status) => {
    const clock = new FakeClock();
    const policy = new RetryPolicy({ clock, random: () => 0.999 });
    policy.onListed();
    const away = new AlbError('CLUSTER_UNAVAILABLE', 'away');
    for (let attempt = 0; attempt < 8; attempt += 1) policy.judge(away);
    expect(policy.judge(away)).toMatchObject({ type: 'later', awaits: 'cluster' });
    // It knows no rights yet.
    const refused = new AlbError(code, 'no', { kubernetes: { code: status, reason: '' } });
    const judgement = policy.judge(refused);
    expect(judgement).toMatchObject({ type: 'later', awaits: 'nothing' });
    expect(judgement.type === 'later' && judgement.delayMs).toBeLessThanOrEqual(1_000);
    clock.advance(10_000);
    expect(policy.judge(refused)).toEqual({ type: 'never' });
  },
);
