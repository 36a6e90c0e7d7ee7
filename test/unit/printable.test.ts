import { expect, it } from '@jest/globals';
import { createLogger } from '../../src/log.js';
import { printable } from '../../src/printable.js';

it('shows what a terminal would obey, and leaves everything else', () => {
  expect(printable('\u001b[2J\u0007')).toBe('\\u001b[2J\\u0007');
  expect(printable('a\u202eb\u2066c\u200ed\u2028e\u009bf\u007f\r')).toBe(
    'a\\u202eb\\u2066c\\u200ed\\u2028e\\u009bf\\u007f\\u000d',
  );
  const plain = 'lines\n\tand tabs, 中文, é, 🙂, "quotes" and \\ backslashes\n';
  expect(printable(plain)).toBe(plain);
});

it('log lines hold none of it, and say the same', () => {
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line) => void lines.push(line) });
  const hostile = `\u202egnp.exe \u001b[31m \u009b31m ${'\u2028'.repeat(50)}`;
  logger.info({ operation: hostile, err: new Error(hostile) }, 'operation');
  const [line = ''] = lines;
  expect(line).toMatch(/^[^\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]*\n$/u);
  expect(JSON.parse(line)).toMatchObject({ operation: hostile, err: { message: hostile } });
});
