import { type GraphQLLeafType, type GraphQLScalarType, isEnumType } from 'graphql';
import { Obstacle } from './obstacle.js';

/** Nothing in it that JSON would escape, nor a lone surrogate, which JSON.stringify escapes too. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON escapes
const needsEscape = /[\u0000-\u001f"\\\ud800-\udfff]/;

export function jsonOfString(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** How values of a leaf type are written, after the type itself has judged them. */
export function leafWriter(type: GraphQLLeafType): (value: unknown) => string {
  if (isEnumType(type)) return enumWriter(type.getValues().map(({ name, value }) => [value, JSON.stringify(name)]));
  return scalarWriter(type);
}

function enumWriter(entries: [unknown, string][]): (value: unknown) => string {
  const texts = new Map(entries);
  return (value) => {
    const text = texts.get(value);
    if (text === undefined) throw new Obstacle();
    return text;
  };
}

function scalarWriter(type: GraphQLScalarType): (value: unknown) => string {
  return (value) => {
    const serialized = type.serialize(value);
    if (typeof serialized === 'string') return jsonOfString(serialized);
    if (serialized === null || serialized === undefined) throw new Obstacle();
    return JSON.stringify(serialized) ?? 'null';
  };
}
