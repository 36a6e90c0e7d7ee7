import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  Kind,
  parse,
  print,
  valueFromASTUntyped,
} from 'graphql';
import { createSchema } from '../../../src/graphql/build-schema.js';

/**
 * What the contract promises for later, by the marks in its comments: on the line of a promise, above its type, or over a section. Take
 * a mark out of this list when what it names is made.
 */
const later = ['Contract', 'Serving', 'Fleet', 'Tenants', 'Routes'] as const;

/** What comes with one of them, and is marked elsewhere than where it stands. */
const marked: readonly RegExp[] = [
  /^Mutation\.\w+: \w+Payload$/,
  /^Mutation\.(update|delete|fix)Route\b/,
  /^(Cluster|Viewer) implements Node$/,
  /^Subscription\.gatewayEvents\((clusters|allClusters|since)\b/,
  /^(Alb|GatewayClass)Event\.(cluster|replaces)\b/,
  /^\w+Payload\.(warnings|preview|findings|changes)\b/,
  /^GatewayFilter \{ (severity|finding)\b/,
  /^AlbSettingName\./,
  /^ProvisioningPhase\.DEGRADED$/,
];

const contractFile = new URL('../../../../shared/design/contract.graphql', import.meta.url);
const schema = createSchema();

/** Each promise of the contract as one line, and the same of our schema, so that a difference reads as itself. */
function promisesOf(definitions: readonly DefinitionNode[]): string[] {
  return definitions.flatMap((definition) => {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        return [
          ...(definition.interfaces ?? []).map((one) => `${definition.name.value} implements ${one.name.value}`),
          ...(definition.fields ?? []).flatMap((field) => [
            `${definition.name.value}.${field.name.value}: ${print(field.type)}`,
            ...(field.arguments ?? []).map(
              (arg) => `${definition.name.value}.${field.name.value}(${argumentText(arg)})`,
            ),
          ]),
        ];
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return (definition.fields ?? []).map((field) => `${definition.name.value} { ${argumentText(field)} }`);
      case Kind.ENUM_TYPE_DEFINITION:
        return (definition.values ?? []).map((value) => `${definition.name.value}.${value.name.value}`);
      case Kind.SCALAR_TYPE_DEFINITION:
        return [`scalar ${definition.name.value}`];
      default:
        return [];
    }
  });
}

function argumentText(arg: {
  name: { value: string };
  type: Parameters<typeof print>[0];
  defaultValue?: Parameters<typeof valueFromASTUntyped>[0] | undefined;
  directives?: readonly ConstDirectiveNode[] | undefined;
}): string {
  const standard = arg.defaultValue === undefined ? '' : ` = ${JSON.stringify(valueFromASTUntyped(arg.defaultValue))}`;
  return `${arg.name.value}: ${print(arg.type)}${standard}`;
}

interface Contract {
  readonly promised: readonly string[];
  readonly forLater: ReadonlySet<string>;
}

function readContract(text: string): Contract {
  const lines = text.split('\n');
  const mark = new RegExp(`\\((${later.join('|')})\\)|^# -+ (${later.join('|')})`);
  const commentOf = (line = '') => line.slice(Math.max(line.indexOf('#'), 0));
  const { definitions } = parse(text);
  const promised: string[] = [];
  const forLater = new Set<string>();
  let inLaterSection = false;
  let at = 0;
  for (const definition of definitions) {
    const { startToken, endToken } = definition.loc ?? {};
    const [start, end] = [(startToken?.line ?? 1) - 1, endToken?.line ?? 0];
    const above = lines.slice(at, start).map(commentOf);
    // What stands above a section is of the one before it, and its own comments are of the type that follows.
    inLaterSection ||= above.some((line) => /^# -/.test(line) && mark.test(line));
    const isMarked = above.some((line) => mark.test(line)) || inLaterSection;
    at = end;
    const promises = promisesOf([definition]);
    promised.push(...promises);
    const markedLines = lines.slice(start, end).filter((line) => mark.test(commentOf(line)));
    for (const promise of promises) {
      const name = promise.split(/[.{]/)[1]?.match(/\w+/)?.[0] ?? '';
      const isOnLine = markedLines.some((line) => new RegExp(`\\b${name}\\b`).test(line));
      if (isMarked || isOnLine || marked.some((pattern) => pattern.test(promise))) forLater.add(promise);
    }
  }
  return { promised, forLater };
}

const contract = existsSync(contractFile) ? readContract(readFileSync(contractFile, 'utf8')) : undefined;

describe('the schema and its contract', () => {
  (contract === undefined ? it.skip : it)('holds all that was promised, but for what comes later', () => {
    const { promised, forLater } = contract as Contract;
    const emitted = parse(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'));
    const ours = new Set(promisesOf(emitted.definitions));
    const missing = promised.filter((promise) => !ours.has(promise));
    expect(missing.filter((promise) => !forLater.has(promise))).toEqual([]);
    // Else a mark is left in the list for nothing.
    expect(missing.length > 0).toBe(later.length > 0);
  });

  it('describes every type, field, argument, input field and enum value', () => {
    const bare: string[] = [];
    const expectText = (where: string, { description }: { description?: string | null | undefined }) => {
      if (!description?.trim()) bare.push(where);
    };
    for (const type of Object.values(schema.getTypeMap())) {
      if (
        type.name.startsWith('__') ||
        (isScalarType(type) && ['String', 'Int', 'Boolean', 'ID', 'Float'].includes(type.name))
      )
        continue;
      if (!['Query', 'Mutation', 'Subscription'].includes(type.name)) expectText(type.name, type);
      if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) {
          expectText(`${type.name}.${field.name}`, field);
          if ('args' in field) for (const arg of field.args) expectText(`${type.name}.${field.name}(${arg.name})`, arg);
        }
      }
      if (isEnumType(type)) for (const value of type.getValues()) expectText(`${type.name}.${value.name}`, value);
    }
    expect(bare).toEqual([]);
  });
});
