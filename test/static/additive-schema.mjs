/** schema.graphql against the last release's: what clients of that were promised still holds. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema, DangerousChangeType, findBreakingChanges, findDangerousChanges, isOutputType } from 'graphql';

/** The schema of the last release, and its version in the first line. Written anew by each: `npm run schema:release`. */
export const releasedFile = 'test/static/released.graphql';

export async function checkAdditive(root) {
  const released = await readFile(join(root, releasedFile), 'utf8');
  return faultsOf(released, await readFile(join(root, 'schema.graphql'), 'utf8'));
}

/** One line for each change that a client of `before` may not survive. */
export function faultsOf(before, after) {
  const [old, current] = [buildSchema(before), buildSchema(after)];
  const dangerous = findDangerousChanges(old, current).filter((change) => isHarmful(change, old));
  return [...findBreakingChanges(old, current), ...dangerous].map(({ description }) => description);
}

/** More may be asked for, more may be answered; what an old document means stays. */
function isHarmful({ type, description }, schema) {
  switch (type) {
    case DangerousChangeType.OPTIONAL_ARG_ADDED:
    case DangerousChangeType.OPTIONAL_INPUT_FIELD_ADDED:
    case DangerousChangeType.IMPLEMENTED_INTERFACE_ADDED:
      return false;
    case DangerousChangeType.VALUE_ADDED_TO_ENUM:
      return !expectsMore(schema, description);
    default:
      return true;
  }
}

/** Of an enum that names what it does not know, or that clients only send, a new value surprises nobody. */
function expectsMore(schema, description) {
  const name = Object.keys(schema.getTypeMap()).find((one) => description.endsWith(` enum type ${one}.`));
  const values = schema.getType(name).getValues();
  return values.some((value) => ['OTHER', 'UNKNOWN'].includes(value.name)) || !isAnswered(schema, name);
}

function isAnswered(schema, name) {
  return Object.values(schema.getTypeMap()).some(
    (type) =>
      isOutputType(type) &&
      'getFields' in type &&
      Object.values(type.getFields()).some((field) => 'args' in field && namedType(field.type) === name),
  );
}

const namedType = (type) => String(type).replace(/[[\]!]/g, '');
