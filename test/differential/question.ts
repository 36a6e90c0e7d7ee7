/** A value of an enum, which a document writes without quotes. */
export class EnumValue {
  constructor(readonly name: string) {}

  toJSON(): string {
    return this.name;
  }
}

/** A cursor that a server gave, and the place it stands for as the row beside it told. */
export class Cursor {
  constructor(
    readonly text: string,
    readonly order: string,
    readonly key: readonly [value: string, namespace: string, name: string],
  ) {}

  toJSON(): string {
    return this.text;
  }
}

/** A label selector, and what it means. */
export class Selector {
  constructor(
    readonly text: string,
    readonly matches: (labels: Readonly<Record<string, string>>) => boolean,
  ) {}

  toJSON(): string {
    return this.text;
  }
}

/** The id of an object, and where that is; `place` undefined: an id that no server made. */
export class NodeId {
  constructor(
    readonly text: string,
    readonly place:
      | { readonly type: TypeName; readonly namespace: string | undefined; readonly name: string }
      | undefined,
  ) {}

  toJSON(): string {
    return this.text;
  }
}

export type TypeName = 'Gateway' | 'Alb' | 'GatewayClass';

export interface Argument {
  /** As a variable of it is declared. */
  readonly type: string;
  readonly value: unknown;
  /** Sent as a variable rather than in the text. */
  readonly variable: boolean;
}

export interface Field {
  /** The alias, or else the name. */
  readonly key: string;
  readonly name: string;
  readonly arguments?: Readonly<Record<string, Argument>> | undefined;
  readonly fields?: readonly Field[] | undefined;
  /** Of an interface: what is selected of each type. */
  readonly fieldsOn?: Readonly<Record<TypeName, readonly Field[]>> | undefined;
}

export const field = (name: string, ...fields: Field[]): Field => ({
  key: name,
  name,
  ...(fields.length > 0 && { fields }),
});

/** As text: `a { b c }`. */
export const fieldsFrom = (text: string): Field[] => {
  const words = text.match(/[{}]|\w+/g) ?? [];
  const read = (): Field[] => {
    const found: Field[] = [];
    for (let word = words.shift(); word !== undefined && word !== '}'; word = words.shift()) {
      const name = word;
      const nested = words[0] === '{' && words.shift() ? read() : [];
      found.push(field(name, ...nested));
    }
    return found;
  };
  return read();
};

export interface Printed {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

export function printOperation(type: 'query' | 'subscription', fields: readonly Field[]): Printed {
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  const argument = (name: string, { type: of, value, variable }: Argument) => {
    if (!variable) return `${name}: ${literal(value)}`;
    const own = `v${declared.length}`;
    declared.push(`$${own}: ${of}`);
    variables[own] = JSON.parse(JSON.stringify(value));
    return `${name}: $${own}`;
  };
  const printAll = (list: readonly Field[]): string => list.map(print).join(' ');
  const print = (one: Field): string => {
    const args = Object.entries(one.arguments ?? {}).map(([name, value]) => argument(name, value));
    const nested = [
      ...(one.fields ? [printAll(one.fields)] : []),
      ...Object.entries(one.fieldsOn ?? {}).map(([of, list]) => `... on ${of} { ${printAll(list)} }`),
    ];
    const alias = one.key === one.name ? '' : `${one.key}: `;
    return `${alias}${one.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${nested.length > 0 ? ` { ${nested.join(' ')} }` : ''}`;
  };
  const body = printAll(fields);
  const head = declared.length > 0 ? `${type} (${declared.join(', ')})` : type;
  return { query: `${head} { ${body} }`, variables };
}

function literal(value: unknown): string {
  if (value instanceof EnumValue) return value.name;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null && !('toJSON' in value)) {
    return `{ ${Object.entries(value)
      .map(([name, of]) => `${name}: ${literal(of)}`)
      .join(', ')} }`;
  }
  return JSON.stringify(value);
}
