import type { GraphQLError } from 'graphql';
import { badUserInput } from './bad-user-input.js';
import { tooComplex } from './too-complex.js';

/** Limits of the variables and the extensions of one operation, taken together. */
export interface ValueLimits {
  /** Levels of objects and lists, the variables themselves being the first. */
  readonly maxVariablesDepth: number;
  /** About the length of their JSON. */
  readonly maxVariablesBytes: number;
}

export interface ValueFault {
  /** The name of the setting that refuses them, where one does. */
  readonly setting?: string;
  readonly error: GraphQLError;
}

/** Quotes, a comma, a colon; and a number, a boolean or null. */
const bytesOfMember = 4;

/**
 * What forbids printing or coercing these values. They are measured level by level, without recursion: JSON.parse accepts
 * what is deeper than the stack, and whatever walks it by recursion would throw.
 */
export function valueFault(values: readonly unknown[], limits: ValueLimits): ValueFault | undefined {
  let level = values;
  let bytes = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    const below: unknown[] = [];
    for (const value of level) {
      bytes += bytesOfMember;
      if (typeof value === 'string') bytes += value.length;
      // As JSON it would be null, which is another value.
      else if (typeof value === 'number' && !Number.isFinite(value)) return { error: badUserInput(tooLarge) };
      else if (typeof value === 'object' && value !== null) {
        if (depth >= limits.maxVariablesDepth) return tooDeep(limits.maxVariablesDepth);
        for (const [name, member] of Object.entries(value)) {
          bytes += name.length;
          below.push(member);
        }
      }
      if (bytes > limits.maxVariablesBytes) return tooLong(limits.maxVariablesBytes);
    }
    level = below;
  }
  return undefined;
}

const tooLarge = 'A variable holds a number that is too large.';

function tooDeep(limit: number): ValueFault {
  const message = `The variables are nested more than ${limit} levels deep, which is the most.`;
  return { setting: 'MAX_VARIABLES_DEPTH', error: tooComplex(message, { measured: limit + 1, limit }) };
}

function tooLong(limit: number): ValueFault {
  const message = `The variables are longer than ${limit} bytes, which is the most.`;
  return { setting: 'MAX_VARIABLES_BYTES', error: tooComplex(message, { measured: limit + 1, limit }) };
}
