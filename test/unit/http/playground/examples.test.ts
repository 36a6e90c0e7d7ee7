import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type DocumentNode,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { examples } from '../../../../src/http/playground/examples.js';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const operationsOf = (document: DocumentNode) =>
  document.definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === 'OperationDefinition',
  );
const titled = examples.map((example) => {
  const document = parse(example.query);
  return { ...example, document, title: operationsOf(document)[0]?.name?.value ?? '' };
});

describe('examples', () => {
  it('have one tab for each thing that the REST page tells how to do', () => {
    expect(titled.map(({ title }) => title)).toEqual([
      'StandaloneClasses',
      'SharedClassAddresses',
      'Gateways',
      'CreateGateway',
      'UpdateListeners',
      'UpdateAlb',
      'DeleteGateway',
      'WatchGateways',
      'Orphans',
    ]);
  });

  it.each(titled)('$title is valid, and so are its variables', ({ document, variables = {} }) => {
    expect(validate(schema, document)).toEqual([]);
    for (const { name } of operationsOf(document)) {
      const operation = getOperationAST(document, name?.value);
      const used = operation?.variableDefinitions ?? [];
      expect(getVariableValues(schema, used, variables)).toHaveProperty('coerced');
    }
  });
});
