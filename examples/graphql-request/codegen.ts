import type { CodegenConfig } from '@graphql-codegen/cli';

/** `npm run generate`: a type for every operation in src, from the schema of a running server. */
const config: CodegenConfig = {
  schema: process.env.ALB_GRAPHQL_URL ?? 'http://127.0.0.1:4000/graphql',
  documents: ['src/**/*.ts', '!src/gql/**'],
  generates: {
    'src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        // Node runs these files as they are, so imports carry their extension and enums are unions of strings.
        importExtension: '.ts',
        useTypeImports: true,
        enumsAsTypes: true,
        defaultScalarType: 'unknown',
        scalars: { DateTime: 'string', StringMap: 'Record<string, string>', Quantity: 'string' },
      },
    },
  },
};

export default config;
