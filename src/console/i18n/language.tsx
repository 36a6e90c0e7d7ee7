import { type ComponentChildren, createContext } from 'preact';
import { useContext, useLayoutEffect, useState } from 'preact/hooks';
import { chinese } from './chinese.js';
import { english, type Texts } from './english.js';

/** As HTML's lang attribute and Intl take it. */
export type Language = 'en' | 'zh-CN';

const texts: Readonly<Record<Language, Texts>> = { en: english, 'zh-CN': chinese };
const key = 'alb-graphql.language';

interface LanguageChoice {
  readonly language: Language;
  setLanguage(language: Language): void;
}

const LanguageContext = createContext<LanguageChoice>({ language: 'en', setLanguage: () => undefined });

/** The language chosen last in this browser, else the one it prefers. */
function firstLanguage(): Language {
  const kept = localStorage.getItem(key);
  if (kept === 'en' || kept === 'zh-CN') return kept;
  return navigator.language.startsWith('zh') ? 'zh-CN' : 'en';
}

export function LanguageProvider({ children }: { children: ComponentChildren }) {
  const [language, setState] = useState(firstLanguage);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const setLanguage = (next: Language) => {
    localStorage.setItem(key, next);
    setState(next);
  };
  return <LanguageContext.Provider value={{ language, setLanguage }}>{children}</LanguageContext.Provider>;
}

export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext);
}

/** All texts of the page in its language. */
export function useText(): Texts {
  return texts[useLanguage().language];
}
