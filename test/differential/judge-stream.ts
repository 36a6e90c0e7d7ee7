import type { FollowedStream } from './followed-stream.js';
import { rightsOf } from './judge-pair.js';
import { meantDifferences } from './meant-differences.js';
import { printOperation } from './question.js';
import { Refused } from './refused.js';
import { type Report, shorten } from './report.js';
import type { RestView } from './rest-view.js';

/** Long enough for the looks at rights that are due, one after the other, on a machine that does other things too. */
const convergesMs = 15_000;

/** Waits until a stream shows what its list does, or has ended as it has to; tells what is so instead. */
export async function judgeStream(stream: FollowedStream, view: RestView, seed: number, report: Report): Promise<void> {
  const { follower } = stream;
  const tell = (what: string) => report.outside.push(`${headOf(stream, seed)}\n  ${what}`);
  const mustEnd = stream.mustEnd(view);
  const expected = mustEnd ? undefined : await stream.expectedRows(view);
  const holds = () => {
    if (follower.ended !== undefined) return true;
    if (mustEnd) return false;
    return follower.synced && expected !== undefined && stream.differenceFrom(expected) === undefined;
  };
  const came = await follower.until(holds, convergesMs);
  if (follower.broken.length > 0) tell(`broke the rules of streams: ${follower.broken.join(', ')}`);
  if (follower.ended !== undefined) {
    const allowed = mustEnd || stream.mustEnd(stream.view) || !stream.steady;
    if (follower.ended !== 'FORBIDDEN' || !allowed) tell(`ended with ${follower.ended}`);
    else countRefusal(stream, view, report);
  } else if (!came) {
    if (mustEnd) tell('goes on, though the caller may follow it no more');
    else if (expected === undefined) tell('goes on, where the list is refused');
    else if (!follower.synced) tell('has told no SYNCED');
    else {
      const { expected: listed, actual } = stream.differenceFrom(expected) ?? {};
      tell(
        `shows another row than its list\n    list:   ${shorten(listed, 1500)}\n    stream: ${shorten(actual, 1500)}`,
      );
    }
  }
}

/** A stream over the whole cluster that passthrough refuses, and shared keeps open for what the caller may follow. */
function countRefusal({ mode, question }: FollowedStream, view: RestView, report: Report): void {
  const { events, namespace, type } = question;
  if (mode !== 'passthrough' || namespace !== undefined || type === 'GatewayClass') return;
  const difference = {
    ...{ path: events.key, field: events, expected: {}, actual: new Refused('FORBIDDEN'), parent: undefined },
    ...{ mode, view, variants: () => [] },
  };
  const meant = meantDifferences.find(({ isIt }) => isIt(difference));
  if (meant !== undefined) report.count(meant.id);
}

/** `heard` is to be among what the caller might read. */
export function judgeHeard(
  stream: FollowedStream,
  readable: (secret: string) => boolean,
  when: string,
  seed: number,
  report: Report,
): void {
  const leaked = [...stream.follower.takeHeard()].filter((secret) => !readable(secret));
  if (leaked.length > 0) report.outside.push(`LEAK ${when}: ${leaked.join(', ')}, ${headOf(stream, seed)}`);
}

function headOf({ mode, caller, question }: FollowedStream, seed: number): string {
  const { query, variables } = printOperation('subscription', [question.events]);
  return `seed ${seed}, ${caller.name} with ${rightsOf(caller)}\n  stream of ${mode} over ${question.over}: ${shorten(query, 1500)} ${shorten(variables)}`;
}
