import type { SandboxObject } from './json.js';
import { badRequest } from './status.js';

export type Matches = (object: SandboxObject) => boolean;

const keyPattern = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const valuePattern = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** `a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`; 400 for anything else. */
export function labelSelector(text: string): Matches {
  const requirements =
    text.trim() === '' ? [] : text.split(/,(?![^(]*\))/).map((part) => requirement(part.trim(), text));
  return ({ metadata }) => requirements.every((holds) => holds(metadata.labels ?? {}));
}

function requirement(part: string, whole: string): (labels: Record<string, string>) => boolean {
  const parsed = /^(!?)\s*([^\s=!,()]+)\s*(?:(==|=|!=)\s*([^\s=!,()]*)|(in|notin)\s*\(([^()]*)\))?$/.exec(part);
  const [, not, key = '', operator, value = '', set, list = ''] = parsed ?? [];
  const values = set === undefined ? [value] : list.split(',').map((one) => one.trim());
  const wellFormed = parsed !== null && keyPattern.test(key) && values.every((one) => valuePattern.test(one));
  if (!wellFormed || (not === '!' && (operator ?? set) !== undefined)) {
    throw badRequest(`unable to parse requirement: found '${part}' in selector "${whole}"`);
  }
  if (not === '!') return (labels) => labels[key] === undefined;
  if ((operator ?? set) === undefined) return (labels) => labels[key] !== undefined;
  const positive = operator === '=' || operator === '==' || set === 'in';
  return (labels) => (labels[key] !== undefined && values.includes(labels[key])) === positive;
}

/** Fields that the API server can select by: metadata, and of Events what they are about. */
const fields: Readonly<Record<string, (object: SandboxObject) => unknown>> = {
  'metadata.name': ({ metadata }) => metadata.name,
  'metadata.namespace': ({ metadata }) => metadata.namespace ?? '',
  'involvedObject.kind': (event) => event['involvedObject']?.kind,
  'involvedObject.name': (event) => event['involvedObject']?.name,
  'involvedObject.namespace': (event) => event['involvedObject']?.namespace,
  'involvedObject.uid': (event) => event['involvedObject']?.uid,
};

export function fieldSelector(text: string): Matches {
  const requirements =
    text.trim() === ''
      ? []
      : text.split(',').map((part) => {
          const [, name = '', operator, value] = /^([^=!]+)(==|=|!=)(.*)$/.exec(part.trim()) ?? [];
          const read = fields[name];
          if (read === undefined) throw badRequest(`field label not supported: ${name || part}`);
          return (object: SandboxObject) => (read(object) === value) === (operator !== '!=');
        });
  return (object) => requirements.every((holds) => holds(object));
}
