import type { CodegenConfig } from '@graphql-codegen/cli';

/** `npm run console:types`: each .graphql file of the console as typed documents, from the schema this server emits. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: 'src/console/**/*.graphql',
  generates: {
    'src/console/gql/': {
      preset: 'client',
      // The documents are imported one by one; the preset's map of source texts would carry each of them twice.
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        immutableTypes: true,
        defaultScalarType: 'unknown',
        scalars: { DateTime: 'string', StringMap: 'Readonly<Record<string, string>>', Quantity: 'string' },
      },
    },
  },
};

export default config;
