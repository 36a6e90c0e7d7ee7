/**
 * Awaitables are combined in src/awaitable.ts alone: see docs/decisions/0002-awaitable.md. Elsewhere in the core, to ask
 * whether something is a promise, or to wait for several, is how the rejection of one comes to be heard by nobody.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const rooms = ['gateway', 'graphql', 'kube'];
const combining = /\binstanceof Promise\b|\bPromise\s*\.\s*(?:all|allSettled|any|race)\b/;

/** Lines as they stand, each with the reason why nothing goes unheard there. */
const exceptions = [
  {
    file: 'gateway/object-events.ts',
    reason: 'an iterator by hand: judgements never reject, and what is queued behind them ends in #finish',
    lines: [
      'if (judgement instanceof Promise || this.#work !== undefined) {',
      'return judgement instanceof Promise ? judgement.catch((thrown: unknown) => AlbError.from(thrown)) : judgement;',
      'if (!(result instanceof Promise)) return;',
    ],
  },
  {
    file: 'gateway/writes/dry-run.ts',
    reason: 'both questions are asynchronous functions, which do not throw at once; allSettled hears each',
    lines: ['const [forGateway, forAlb] = await Promise.allSettled(['],
  },
  {
    file: 'graphql/list-completion.ts',
    reason: 'sees to it that graphql-js hears each entry: it tells what is a promise, and combines nothing',
    lines: [
      'if (!(value instanceof Promise)) return this.take(value, info);',
      'if (!promised && !(entry instanceof Promise) && !this.options.slices.isOver()) return entry;',
      "return this.#kindOf(info) !== 'leaf' || list.some((entry) => entry instanceof Promise);",
      'return this.value instanceof Promise ? this.value.then(complete, onRejected) : complete(this.value);',
    ],
  },
  {
    file: 'graphql/loading-reader.ts',
    reason: 'asks whether a list has come, and combines it with nothing',
    lines: [
      'if (listing instanceof Promise) {',
      'if (listing !== undefined && !(listing instanceof Promise) && !listing.partial) return listing;',
    ],
  },
  {
    file: 'graphql/mutations.ts',
    reason: 'waits for the end of promises that are followed already',
    lines: ['while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);'],
  },
  {
    file: 'graphql/quick/compile-selection.ts',
    reason: 'asks whether a text may be kept, and spares a function for each field; the one promise there is handed on',
    lines: [
      'if (basis instanceof Promise) return basis.then(() => write(view, writing));',
      'return value instanceof Promise ? value.then((it) => write(it, writing)) : write(value, writing);',
    ],
  },
  {
    file: 'graphql/quick/join-list.ts',
    reason:
      'mapInSlices with commas between, on the hottest path: it hears all parts where it gives way, and when one throws',
    lines: [
      'const text = entry instanceof Promise ? entry.then((value) => write(value, writing)) : write(entry, writing);',
      "? Promise.all(parts).then((texts) => texts.join(''))",
      'for (const part of parts) if (part instanceof Promise) part.catch(() => undefined);',
    ],
  },
  {
    file: 'graphql/quick/join-texts.ts',
    reason: 'mapAll with brackets and commas between, on the hottest path: it hears all parts when one throws',
    lines: [
      'for (const part of parts) if (part instanceof Promise) part.catch(() => undefined);',
      "return Promise.all(parts).then((texts) => texts.join(''));",
    ],
  },
  {
    file: 'graphql/trace-root-fields.ts',
    reason: 'asks whether an object is known, and combines it with nothing',
    lines: ['return behind && !(behind instanceof Promise) ? [view.resource, behind.resource] : [view.resource];'],
  },
];

/** One line for each place that combines by hand, and for each exception that is none any more. */
export async function findHandMadeCombinations(root) {
  const faults = [];
  const unused = new Map(exceptions.map(({ file, lines }) => [file, new Set(lines)]));
  for (const room of rooms) {
    for (const entry of await readdir(join(root, room), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const path = join(entry.parentPath, entry.name);
      const file = relative(root, path);
      const lines = (await readFile(path, 'utf8')).split('\n');
      for (const [at, line] of lines.entries()) {
        if (!combining.test(line) || /^\s*(?:\*|\/\/|\/\*)/.test(line)) continue;
        if (unused.get(file)?.delete(line.trim())) continue;
        faults.push(`src/${file}:${at + 1} combines promises by hand; use src/awaitable.ts: ${line.trim()}`);
      }
    }
  }
  for (const [file, lines] of unused) {
    for (const line of lines)
      faults.push(`test/static/awaitables.mjs excuses what does not stand in src/${file}: ${line}`);
  }
  return faults;
}
