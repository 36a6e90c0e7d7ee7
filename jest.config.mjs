const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

const memory = 'test/faults/memory-';

/** One project per kind of proof; package.json's test scripts choose among them. */
export default {
  testTimeout: 30_000,
  // What runs side by side is faults, which mostly wait.
  maxConcurrency: 12,
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
    {
      ...common,
      displayName: 'sandbox',
      testMatch: ['<rootDir>/test/{operations,conformance,faults,docs}/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', memory],
    },
    // What collects its heap to measure it needs a process in which nothing else has run.
    { ...common, displayName: 'memory', testMatch: [`<rootDir>/${memory}*.test.ts`] },
    { ...common, displayName: 'examples', testMatch: ['<rootDir>/test/examples/**/*.test.ts'] },
    { ...common, displayName: 'types', testMatch: ['<rootDir>/test/types/**/*.test.ts'] },
    { ...common, displayName: 'cluster', testMatch: ['<rootDir>/test/cluster/**/*.test.ts'] },
    { ...common, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.test.ts'] },
  ],
};
