import { pruneAndDefault, schemaCauses } from '../../../src/sandbox/apply-schema.js';
import { albSchema, gatewayClassSchema, gatewaySchema, type StructuralSchema } from '../../../src/sandbox/schemas.js';
import type { Choices } from './choices.js';

type Json = Record<string, unknown>;

const string: StructuralSchema = { type: 'string' };
const strings: StructuralSchema = { type: 'object', additional: string };
/** Which no definition holds, the API server knows by itself. */
const metadata: StructuralSchema = {
  type: 'object',
  properties: {
    ...{ name: string, namespace: string, uid: string, resourceVersion: string },
    ...{ creationTimestamp: string, deletionTimestamp: string, labels: strings, annotations: strings },
    generation: { type: 'integer', maximum: 2 ** 63 },
  },
  required: ['name', 'uid', 'resourceVersion', 'creationTimestamp'],
};
const withMetadata = ({ properties, ...rest }: StructuralSchema) => ({
  ...rest,
  properties: { ...properties, metadata },
});

const schemas: Readonly<Record<string, StructuralSchema>> = {
  Gateway: withMetadata(gatewaySchema),
  GatewayClass: withMetadata(gatewayClassSchema),
  ALB2: withMetadata(albSchema),
};

const odd: readonly unknown[] = [
  undefined,
  null,
  '',
  0,
  -1,
  1e308,
  true,
  [],
  {},
  [null],
  [[[]]],
  { a: { b: null } },
  'x'.repeat(5_000),
  '../../secrets',
  '\u0000\ud800',
  'not a date',
  '2026-13-45T99:99:99Z',
  '10.0.0.1,, ,::1,<script>',
  ['a', 1, null, { ip: 1 }],
];

/**
 * The answer with up to five of its members replaced, or taken away. What is left alone is the list's own shape, and what the
 * definitions ask of an object: an API server stores none without it.
 */
export function oddAnswer(text: string, choices: Choices): string {
  const answer = JSON.parse(text) as Json;
  const objects = Array.isArray(answer['items']) ? (answer['items'] as Json[]) : [answer];
  const kinds = objects.map(({ kind }) => String(kind));
  for (let edits = 1 + choices.below(5); edits > 0 && objects.length > 0; edits -= 1) {
    const at = choices.below(objects.length);
    const spoilt = spoiltFrom(objects[at] as Json, choices);
    if (isStored(spoilt, schemas[kinds[at] ?? ''])) objects[at] = spoilt;
  }
  return JSON.stringify(Array.isArray(answer['items']) ? answer : objects[0]);
}

/** A copy, in which some member that lies on some way down is replaced. */
function spoiltFrom(object: Json, choices: Choices): Json {
  const copy = structuredClone(object);
  let at = copy;
  for (let depth = choices.below(7); ; depth -= 1) {
    const keys = Object.keys(at);
    const key = choices.of(keys.length > 0 ? keys : ['a']);
    const below = at[key];
    if (depth > 0 && typeof below === 'object' && below !== null) {
      at = below as Json;
      continue;
    }
    const value = choices.of(odd);
    if (value === undefined) delete at[key];
    else at[key] = value;
    // What was taken out of a list left a hole.
    return JSON.parse(JSON.stringify(copy));
  }
}

function isStored(object: Json, schema: StructuralSchema | undefined): boolean {
  return schema === undefined || schemaCauses(pruneAndDefault(object, schema), schema, '').length === 0;
}
