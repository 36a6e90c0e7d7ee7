import { isLabelKey, isLabelValue } from './names.js';

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;
type Parsed = { requirement: Requirement } | { fault: string };

/** Cannot occur in a key or a value, so that it stands for the end of the text. */
const end = '';
const operators = /^(?:!=|==|[=!<>(),])$/;

/**
 * A Kubernetes label selector in text form: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a>1`, `a<9`, `a`, `!a`,
 * joined by commas; an empty text selects everything. `!=` and `notin` select objects without the label too.
 */
export function parseLabelSelector(text: string): { matches(labels: Labels): boolean } | { fault: string } {
  // Read once from left to right: the text is a caller's, and may be long.
  const tokens = text.match(/!=|==|[=!<>(),]|[^\s=!<>(),]+/g) ?? [];
  const requirements: Requirement[] = [];
  let from = 0;
  for (let at = 0, depth = 0; at <= tokens.length && tokens.length > 0; at += 1) {
    const token = tokens[at];
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    // A comma inside parentheses belongs to a set.
    if (token !== undefined && (token !== ',' || depth > 0)) continue;
    const parsed = requirementFrom(tokens.slice(from, at));
    if ('fault' in parsed) return parsed;
    requirements.push(parsed.requirement);
    from = at + 1;
  }
  return { matches: (labels) => requirements.every((requirement) => requirement(labels)) };
}

function requirementFrom(tokens: readonly string[]): Parsed {
  const [first = end, second = end, third = end] = tokens;
  if (first === '!') return tokens.length > 2 ? unreadable(tokens) : existence(second, false);
  if (tokens.length <= 1) return existence(first, true);
  if (second === 'in' || second === 'notin') return membership(first, second, tokens.slice(2));
  if (tokens.length > 3 || operators.test(third)) return unreadable(tokens);
  switch (second) {
    case '=':
    case '==':
      return among(first, [third], true);
    case '!=':
      return among(first, [third], false);
    case '>':
    case '<':
      return comparison(first, second, third);
    default:
      return unreadable(tokens);
  }
}

function existence(key: string, wanted: boolean): Parsed {
  return checked(key, [], (labels) => Object.hasOwn(labels, key) === wanted);
}

function membership(key: string, operator: 'in' | 'notin', list: readonly string[]): Parsed {
  const inner = list.slice(1, -1);
  if (list[0] !== '(' || list.at(-1) !== ')' || inner.length === 0) {
    return { fault: `"${operator}" takes a list: write "${key} ${operator} (a,b)".` };
  }
  // An empty place between commas stands for the empty value, as Kubernetes reads it.
  const values = [''];
  for (const [at, token] of inner.entries()) {
    if (token === ',') values.push('');
    else if (at > 0 && inner[at - 1] !== ',') return unreadable([key, operator, ...list]);
    else values[values.length - 1] = token;
  }
  return among(key, values, operator === 'in');
}

function among(key: string, values: readonly string[], wanted: boolean): Parsed {
  const set = new Set(values);
  return checked(key, values, (labels) => (Object.hasOwn(labels, key) && set.has(labels[key] ?? '')) === wanted);
}

/** Of labels that hold whole numbers; a label that holds none is never selected. */
function comparison(key: string, operator: '>' | '<', value: string): Parsed {
  if (!/^\d{1,19}$/.test(value)) return { fault: `"${operator}" compares whole numbers; "${value}" is none.` };
  const limit = BigInt(value);
  return checked(key, [value], (labels) => {
    const own = Object.hasOwn(labels, key) ? (labels[key] ?? '') : '';
    if (!/^\d{1,19}$/.test(own)) return false;
    return operator === '>' ? BigInt(own) > limit : BigInt(own) < limit;
  });
}

function checked(key: string, values: readonly string[], requirement: Requirement): Parsed {
  if (!isLabelKey(key)) {
    return { fault: `"${key}" is no label key; write a selector such as "team=payments,tier in (a,b),!legacy".` };
  }
  const wrong = values.find((value) => !isLabelValue(value));
  if (wrong === undefined) return { requirement };
  return { fault: `"${wrong}" is no label value: letters, digits, "-", "_" and ".", 63 at most.` };
}

function unreadable(tokens: readonly string[]): Parsed {
  const shown = tokens.slice(0, 8).join(' ');
  return { fault: `"${shown}" cannot be read; write a selector such as "team=payments,tier in (a,b),!legacy".` };
}
