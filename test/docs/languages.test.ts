import { expect, it } from '@jest/globals';
import { blocksOf, readPage } from './markdown.js';

const languages = ['README.md', 'README.zh-CN.md'] as const;

it('README says the same in both languages: code, links, names, headings, rows', () => {
  const [english, chinese] = languages.map((path) => {
    const prose = readPage(path).replaceAll(/```[\s\S]*?```/g, '');
    const all = (pattern: RegExp) => [...prose.matchAll(pattern)].map(([, found]) => found);
    return {
      blocks: blocksOf(path),
      links: all(/\]\(([^)\s]+)\)/g).filter((target) => !target?.startsWith('README')),
      code: [...new Set(all(/`([^`]+)`/g))].sort(),
      headings: all(/^(#+) /gm),
      rows: all(/^(\|)/gm).length,
    };
  });
  expect(chinese).toEqual(english);
});
