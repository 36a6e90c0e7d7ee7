/** The glossary (术语) and the list of features (功能清单), in both languages, from schema.graphql. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema, isEnumType, isInputObjectType, isSpecifiedScalarType } from 'graphql';

/** What is of GraphQL rather than of gateways: pages, their order, events and results of operations. */
const plumbing =
  /^(__.*|.*(Connection|Edge|Payload|Order|OrderField)|(Alb|Gateway|GatewayClass)Event|PageInfo|OrderDirection)$/;
const roots = ['Query', 'Mutation', 'Subscription'];

/** id -> description: types, `Enum.VALUE`, `Query.field`. */
export async function schemaWords(root) {
  const schema = buildSchema(await readFile(join(root, 'schema.graphql'), 'utf8'));
  const types = Object.values(schema.getTypeMap()).filter(
    (type) =>
      !roots.includes(type.name) &&
      !plumbing.test(type.name) &&
      !isInputObjectType(type) &&
      !isSpecifiedScalarType(type),
  );
  const terms = types
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((type) => ({
      id: type.name,
      text: oneLine(type.description),
      values: isEnumType(type)
        ? type.getValues().map(({ name, description }) => ({ name, text: oneLine(description) }))
        : [],
    }));
  const features = roots.flatMap((name) =>
    Object.values(schema.getType(name).getFields()).map((field) => ({
      id: `${name}.${field.name}`,
      text: oneLine(field.description),
    })),
  );
  return { terms, features };
}

const oneLine = (text) => (text ?? '').replaceAll(/\s+/g, ' ').trim();

/** What is missing from the translation, or translates what the schema says no more. */
export async function translationFaults(root) {
  const { terms, features } = await schemaWords(root);
  const words = await translation(root);
  const wanted = new Map([
    ...[...terms, ...features].map(({ id, text }) => [id, text]),
    ...terms.flatMap(({ id, values }) => values.map(({ name, text }) => [`${id}.${name}`, text])),
  ]);
  return [
    ...[...wanted].flatMap(([id, en]) =>
      words[id]?.en === en ? [] : [`${id}: translate "${en}" in test/static/schema.zh-CN.json`],
    ),
    ...Object.keys(words).flatMap((id) => (wanted.has(id) ? [] : [`${id} is not in the schema any more`])),
  ];
}

const translation = async (root) => JSON.parse(await readFile(join(root, 'test/static/schema.zh-CN.json'), 'utf8'));

const kinds = {
  en: { Query: 'query', Mutation: 'mutation', Subscription: 'subscription' },
  zh: { Query: '查询', Mutation: '变更', Subscription: '订阅' },
};

/** The four tables, by name, as rows of cells. */
export async function wordTables(root) {
  const { terms, features } = await schemaWords(root);
  const words = await translation(root);
  const zh = (id) => words[id]?.zh ?? '';
  const numbered = (rows) => rows.map((cells, at) => [String(at + 1), ...cells]);
  const en = { terms: ['no.', 'term', 'what it is', 'note'], features: ['no.', 'feature', 'what it does', 'note'] };
  const kind = (language, id) => `${kinds[language][id.split('.')[0]]} \`${id.split('.')[1]}\``;
  return {
    glossary: [
      en.terms,
      ...numbered(
        terms.map(({ id, text, values }) => [
          `\`${id}\``,
          text,
          values.map((value) => `\`${value.name}\`: ${value.text}`).join(' '),
        ]),
      ),
    ],
    glossaryZh: [
      ['序号', '术语', '说明', '备注'],
      ...numbered(
        terms.map(({ id, values }) => [
          `${words[id]?.term ?? ''} \`${id}\``,
          zh(id),
          values.map(({ name }) => `\`${name}\`：${zh(`${id}.${name}`)}`).join(''),
        ]),
      ),
    ],
    features: [
      en.features,
      ...numbered(features.map(({ id, text }) => [`\`${id.split('.')[1]}\``, text, kind('en', id)])),
    ],
    featuresZh: [
      ['序号', '功能名称', '功能描述', '备注'],
      ...numbered(features.map(({ id }) => [words[id]?.term ?? '', zh(id), kind('zh', id)])),
    ],
  };
}
