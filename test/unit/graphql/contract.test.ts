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

const promised = existsSync(contractFile)
  ? promisesOf(parse(readFileSync(contractFile, 'utf8')).definitions)
  : undefined;

describe('the schema and its contract', () => {
  (promised === undefined ? it.skip : it)(
    'holds every type, field, argument, value and default that was promised',
    () => {
      const emitted = parse(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'));
      const ours = new Set(promisesOf(emitted.definitions));
      expect(promised?.filter((promise) => !ours.has(promise))).toEqual([]);
    },
  );

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
