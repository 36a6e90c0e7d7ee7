import { useLanguage } from '../i18n/language.js';
import { useNow } from './now.js';

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** How long ago, with the exact time on pointing. `at`: RFC 3339. */
export function Moment({ at }: { at: string }) {
  const { language } = useLanguage();
  const time = Date.parse(at);
  const passed = Math.max(0, useNow() - time);
  const [unit, length] = units.find(([, ms]) => passed >= ms) ?? (['second', 1_000] as const);
  const text = new Intl.RelativeTimeFormat(language, { style: 'short', numeric: 'auto' });
  return (
    <time dateTime={at} title={new Date(time).toLocaleString(language)}>
      {text.format(-Math.floor(passed / length), unit)}
    </time>
  );
}
