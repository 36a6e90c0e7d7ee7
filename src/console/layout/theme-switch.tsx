import { useLayoutEffect, useState } from 'preact/hooks';
import { useText } from '../i18n/language.js';

const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];
const key = 'alb-graphql.theme';

/** Light, dark, or as the system has it. Kept in this browser. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(() => themes.find((one) => one === localStorage.getItem(key)) ?? 'auto');
  const t = useText().layout;
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem(key, theme);
  }, [theme]);
  return (
    <select
      class="small"
      aria-label={t.theme}
      value={theme}
      onChange={({ currentTarget }) => setTheme(themes[currentTarget.selectedIndex] ?? 'auto')}
    >
      {themes.map((one) => (
        <option key={one} value={one}>
          {t.themes[one]}
        </option>
      ))}
    </select>
  );
}
