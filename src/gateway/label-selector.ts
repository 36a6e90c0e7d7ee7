import { isLabelKey, isLabelValue } from './names.js';

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

/** A Kubernetes label selector in text form: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, joined by commas. */
export function parseLabelSelector(text: string): { matches(labels: Labels): boolean } | { fault: string } {
  const requirements: Requirement[] = [];
  for (const part of splitAtCommas(text)) {
    const requirement = requirementFrom(part.trim());
    if (typeof requirement === 'string') return { fault: requirement };
    requirements.push(requirement);
  }
  return { matches: (labels) => requirements.every((requirement) => requirement(labels)) };
}

/** Commas inside parentheses belong to a set. */
function splitAtCommas(text: string): string[] {
  if (text.trim() === '') return [];
  return text.split(/,(?![^(]*\))/);
}

function requirementFrom(part: string): Requirement | string {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(part);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    const fault = faultIn(key, values);
    if (fault !== undefined) return fault;
    if (operator === 'in') return (labels) => labels[key] !== undefined && values.includes(labels[key]);
    return (labels) => labels[key] === undefined || !values.includes(labels[key]);
  }
  const equality = /^([^=!\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(part);
  if (equality !== null) {
    const [, key = '', operator, value = ''] = equality;
    const fault = faultIn(key, [value]);
    if (fault !== undefined) return fault;
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
  }
  const negated = part.startsWith('!');
  const key = negated ? part.slice(1).trim() : part;
  const fault = faultIn(key, []);
  if (fault !== undefined) return fault;
  return (labels) => (labels[key] === undefined) === negated;
}

function faultIn(key: string, values: readonly string[]): string | undefined {
  if (!isLabelKey(key))
    return `"${key}" is no label key; write a selector such as "team=payments,tier in (a,b),!legacy".`;
  const wrong = values.find((value) => !isLabelValue(value));
  return wrong === undefined
    ? undefined
    : `"${wrong}" is no label value: letters, digits, "-", "_" and ".", 63 at most.`;
}
