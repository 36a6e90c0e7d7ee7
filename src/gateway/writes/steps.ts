import type { Clock } from '../../clock.js';
import { AlbError, InputFaultsError } from '../../errors.js';
import { objectNames, type WrittenObject } from './conflict.js';
import { withPatience } from './patience.js';

/** One thing to do to the cluster. Each member rejects with the reason where it cannot do what it says. */
export interface WriteStep {
  readonly object: WrittenObject;
  run(): Promise<void>;
  /** After a run without an answer: whether the cluster did it all the same. */
  landed(): Promise<boolean>;
  /**
   * Puts back what was there before this step, unless somebody else has made it theirs. Rejects with `outcomeUnknown` where
   * it was tried and nobody can tell whether it worked.
   */
  undo(): Promise<void>;
}

/** Where a list of steps stands; docs/decisions/0005-writes.md has the drawing. */
type State =
  | { readonly at: 'running'; readonly next: number }
  | { readonly at: 'looking'; readonly step: number; readonly error: AlbError }
  | { readonly at: 'undoing'; readonly done: number; readonly thrown: unknown }
  | { readonly at: 'unknown'; readonly step: number; readonly error: AlbError; readonly lookFailure: unknown }
  | { readonly at: 'finished' };

/**
 * Runs the steps in order. Rejects with the failing step's own error where nothing of them stands, else with PARTIAL_WRITE,
 * whose `written`, `undone` and `unknown` say what does. Of a single step, an outcome that nobody can tell is the cluster's
 * own error with `unknown`.
 */
export async function runSteps(clock: Clock, steps: readonly WriteStep[]): Promise<void> {
  let state: State = { at: 'running', next: 0 };
  for (;;) {
    switch (state.at) {
      case 'running':
        state = await run(steps, state.next);
        break;
      case 'looking':
        state = await look(clock, steps, state.step, state.error);
        break;
      case 'undoing':
        throw await undo(steps.slice(0, state.done), state.thrown);
      case 'unknown':
        throw outcomeUnknown(steps, state.step, state.error, state.lookFailure);
      case 'finished':
        return;
      default:
        return state satisfies never;
    }
  }
}

async function run(steps: readonly WriteStep[], next: number): Promise<State> {
  const step = steps[next];
  if (step === undefined) return { at: 'finished' };
  try {
    await step.run();
    return { at: 'running', next: next + 1 };
  } catch (thrown) {
    const error = AlbError.from(thrown);
    return error.outcomeUnknown ? { at: 'looking', step: next, error } : { at: 'undoing', done: next, thrown };
  }
}

async function look(clock: Clock, steps: readonly WriteStep[], at: number, error: AlbError): Promise<State> {
  try {
    const landed = await withPatience(clock, async () => steps[at]?.landed());
    return landed ? { at: 'running', next: at + 1 } : { at: 'undoing', done: at, thrown: error };
  } catch (lookFailure) {
    return { at: 'unknown', step: at, error, lookFailure };
  }
}

/** Undoes what was done, last first; answers what to throw. */
async function undo(done: readonly WriteStep[], thrown: unknown): Promise<unknown> {
  const stands = {
    written: new Set<WrittenObject>(),
    undone: new Set<WrittenObject>(),
    unknown: new Set<WrittenObject>(),
  };
  const causes: unknown[] = [thrown];
  for (const step of [...done].reverse()) {
    try {
      await step.undo();
      stands.undone.add(step.object);
    } catch (undoFailure) {
      causes.push(undoFailure);
      (AlbError.from(undoFailure).outcomeUnknown ? stands.unknown : stands.written).add(step.object);
    }
  }
  if (stands.written.size + stands.unknown.size === 0) return thrown;
  return partialWrite(AlbError.from(thrown instanceof InputFaultsError ? thrown.errors[0] : thrown), stands, causes);
}

function outcomeUnknown(steps: readonly WriteStep[], at: number, error: AlbError, lookFailure: unknown): AlbError {
  const unknown = steps.slice(at, at + 1).map(({ object }) => object);
  const written = steps.slice(0, at).map(({ object }) => object);
  if (steps.length > 1) return partialWrite(error, { written, undone: [], unknown }, [error, lookFailure]);
  return new AlbError(error.code, `${error.message} ${sentence({ written, undone: [], unknown })}`, {
    cause: new AggregateError([error, lookFailure]),
    ...(error.kubernetes && { kubernetes: error.kubernetes }),
    extensions: { ...error.extensions, unknown },
  });
}

interface Standing {
  readonly written: Iterable<WrittenObject>;
  readonly undone: Iterable<WrittenObject>;
  readonly unknown: Iterable<WrittenObject>;
}

function partialWrite(error: AlbError, standing: Standing, causes: readonly unknown[]): AlbError {
  // Who lost the name to somebody else is told so again, and what this call left behind is cleared away by then.
  const retryable = error.retryable || error.code === 'ALREADY_EXISTS';
  const advice = retryable ? ' The same call again finishes it.' : '';
  return new AlbError('PARTIAL_WRITE', `${error.message} ${sentence(standing)}${advice}`, {
    cause: new AggregateError(causes),
    retryable,
    ...(error.kubernetes && { kubernetes: error.kubernetes }),
    extensions: {
      written: [...standing.written],
      undone: [...standing.undone],
      unknown: [...standing.unknown],
      retryable,
    },
  });
}

function sentence({ written, undone, unknown }: Standing): string {
  const parts = [
    ...[...written].map((object) => `the ${objectNames[object]} stands as it was written`),
    ...[...undone].map((object) => `the ${objectNames[object]} is as it was before`),
    ...[...unknown].map((object) => `how the ${objectNames[object]} stands is not known`),
  ];
  return `Now ${parts.join(', and ')}.`;
}
