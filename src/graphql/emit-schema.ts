/** Writes the schema as SDL: `node dist/graphql/emit-schema.js FILE`. */
import { writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { createSchema } from './build-schema.js';

const [, , file] = process.argv;
if (file === undefined) throw new Error('usage: emit-schema FILE');
const header = '# Emitted from the code by `npm run schema`; edit the types under src/graphql instead.\n\n';
writeFileSync(file, `${header}${printSchema(lexicographicSortSchema(createSchema()))}\n`);
