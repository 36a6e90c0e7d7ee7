import { withRefusals } from './answer.js';
import type { Caller } from './callers.js';
import { agrees } from './difference.js';
import { Follower } from './follower.js';
import { type Mode, mayAnywhere } from './meant-differences.js';
import { type Argument, type Field, field, printOperation, type TypeName } from './question.js';
import type { Random } from './random.js';
import {
  type Arguments,
  type Gathered,
  randomClassArguments,
  randomFilter,
  randomNamespace,
} from './random-questions.js';
import { Refused } from './refused.js';
import type { RestView } from './rest-view.js';
import { randomRow } from './selections.js';
import type { TestedServer } from './tested-server.js';

const members = { Gateway: 'gateway', Alb: 'alb', GatewayClass: 'gatewayClass' };
const lists = { Gateway: 'gateways', Alb: 'albs', GatewayClass: 'gatewayClasses' };
/** The kinds that rows of a type are joined with, as they are selected here. */
const joinedKinds = {
  Gateway: ['Alb', 'GatewayClass'],
  Alb: ['Gateway'],
  GatewayClass: ['Alb'],
} as const;

/** A stream as it is asked for, of both servers alike. */
export interface StreamQuestion {
  readonly type: TypeName;
  readonly namespace: string | undefined;
  readonly initial: boolean;
  readonly over: 'WebSocket' | 'SSE';
  readonly own: readonly Field[];
  readonly joined: readonly Field[];
  readonly events: Field;
  /** The list whose rows the stream's are to be in the end. */
  readonly list: Field;
}

export function randomStream(random: Random, { words }: Gathered): StreamQuestion {
  const type = random.pick(['Gateway', 'Gateway', 'Gateway', 'Alb', 'Alb', 'GatewayClass'] as const);
  const given = (of: string, value: unknown): Argument => ({ type: of, value, variable: random.chance(0.5) });
  const namespace = type !== 'GatewayClass' && random.chance(0.5) ? randomNamespace(random) : undefined;
  const filtered = type !== 'GatewayClass' && random.chance(0.4);
  const of: Arguments = {
    ...(namespace !== undefined && { namespace: given('String', namespace) }),
    ...(filtered && { filter: given(`${type}Filter`, randomFilter(random, type, words, true)) }),
    ...(type === 'GatewayClass' && random.chance(0.3) && pickType(randomClassArguments(random))),
  };
  const initial = random.chance(0.85);
  const { own, joined } = randomRow(random, type);
  const row = [...own, ...joined];
  const member = members[type];
  const events: Field = {
    ...field(`${member}Events`, field('type'), field('resourceVersion'), field(member, ...row)),
    arguments: {
      ...of,
      ...(!initial && { initial: given('Boolean', false) }),
      ...(random.chance(0.3) && { debounceMs: given('Int', 50) }),
    },
  };
  const list: Field =
    type === 'GatewayClass'
      ? { ...field(lists[type], ...row), arguments: of }
      : { ...field(lists[type], field('nodes', ...row)), arguments: { ...of, first: given('Int', 1000) } };
  return { type, namespace, initial, over: random.pick(['WebSocket', 'WebSocket', 'SSE']), own, joined, events, list };
}

const pickType = ({ type }: Arguments): Arguments => (type === undefined ? {} : { type });

/** One of them, followed on one server by one caller. */
export class FollowedStream {
  readonly follower: Follower;
  /** What joined fields tell is compared where the rights that they hang by are simple, and stay as they are. */
  readonly #comparable: readonly Field[];

  constructor(
    readonly server: TestedServer,
    readonly caller: Caller,
    readonly question: StreamQuestion,
    readonly view: RestView,
    /** Whether the caller's rights stay as they are. */
    readonly steady: boolean,
  ) {
    const { type, own, joined, over, initial, events } = question;
    const simple = steady && joinedKinds[type].every((kind) => view.isPlain(kind));
    this.#comparable = simple ? [...own, ...joined] : own;
    const printed = printOperation('subscription', [events]);
    this.follower = new Follower({
      url: server.url,
      token: caller.token,
      over,
      printed,
      member: members[type],
      initial,
    });
  }

  get mode(): Mode {
    return this.server.mode;
  }

  /** Whether the stream can only be refused, or end. */
  mustEnd(view: RestView): boolean {
    const { type, namespace } = this.question;
    if (mayFollow(view, type, namespace)) return false;
    if (namespace !== undefined || type === 'GatewayClass') return true;
    if (this.mode === 'shared') return false;
    return view.list('Namespace') === 'FORBIDDEN' || !mayAnywhere(view, type, ['list', 'watch']);
  }

  /** The rows of the list that the caller may follow as well, by uid; undefined where the list is refused. */
  async expectedRows(view: RestView): Promise<Map<string, any> | undefined> {
    const { type, list, namespace } = this.question;
    const { answer } = await this.server.ask(this.caller.token, printOperation('query', [list]));
    const told = withRefusals(answer as any)[list.key];
    const rows: any[] | undefined = type === 'GatewayClass' ? told : told?.nodes;
    if (!Array.isArray(rows)) return undefined;
    const whole = mayFollow(view, type, namespace);
    const followed = rows.filter((row) => whole || mayFollow(view, type, row.namespace));
    return new Map(followed.map((row) => [row.uid, row]));
  }

  /** Why the rows are not those; undefined: they are. */
  differenceFrom(expected: ReadonlyMap<string, any>): { expected: unknown; actual: unknown } | undefined {
    const { rows } = this.follower;
    for (const [uid, row] of expected) {
      if (!rows.has(uid) && this.question.initial) return { expected: row, actual: 'no such row' };
    }
    for (const [uid, actual] of rows) {
      const row = expected.get(uid);
      if (row === undefined) return { expected: 'no such row', actual };
      const other = this.#comparable.filter(({ key }) => !agrees(plain(row[key]), plain(actual[key])));
      const showing = (of: any) =>
        Object.fromEntries(['name', ...other.map(({ key }) => key)].map((key) => [key, of[key]]));
      if (other.length > 0) return { expected: showing(row), actual: showing(actual) };
    }
    return undefined;
  }
}

/** Events carry their errors beside the data, in which a refusal is null. */
function plain(value: any): unknown {
  if (value instanceof Refused) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

/** A stream begins with a list, and goes on with a watch. */
function mayFollow(view: RestView, type: TypeName, namespace: string | undefined): boolean {
  return view.may('list', type, namespace) && view.may('watch', type, namespace);
}
