import { posix } from 'node:path';
import { Marked, type Tokens } from 'marked';

/** Files by their path below docs/, such as decisions/README.md. */
export type Files = ReadonlyMap<string, string>;

/**
 * The Markdown pages of docs/ as HTML pages, under the same paths with .html; each README is its folder's index. Beside each
 * stand the pages of the first level, in the order of the first README.
 */
export function renderDocs(pages: Files): Files {
  const titles = new Map([...pages].map(([path, text]) => [path, titleOf(text)]));
  const index = pages.get('README.md') ?? '';
  const place = ([path]: readonly [string, string]) => index.indexOf(`](${path})`);
  const entries = [...titles].filter(([path]) => !path.includes('/')).sort((a, b) => place(a) - place(b));
  return new Map(
    [...pages].map(([path, text]) => {
      const up = posix.relative(posix.dirname(path), '.');
      const root = up === '' ? './' : `${up}/`;
      const links = entries.map(([to, title]) => {
        const current = to === path ? ' aria-current="page"' : '';
        return `<li><a href="${root}${htmlPathOf(to)}"${current}>${escaped(title)}</a></li>`;
      });
      return [htmlPathOf(path), page(titles.get(path) ?? '', root, links.join('\n'), bodyOf(path, text, pages))];
    }),
  );
}

function htmlPathOf(path: string): string {
  return path.replace(/README\.md$/, 'index.html').replace(/\.md$/, '.html');
}

function titleOf(text: string): string {
  return /^# (.*)$/m.exec(text)?.[1]?.replaceAll('`', '') ?? '';
}

function bodyOf(path: string, text: string, pages: Files): string {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text: heading }: Tokens.Heading) {
        return `<h${depth} id="${anchorOf(heading)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        const content = this.parser.parseInline(tokens);
        const target = targetOf(path, href, pages);
        return target === undefined ? content : `<a href="${escaped(target)}">${content}</a>`;
      },
      // What scrolls can be reached by keyboard.
      code({ text: code, lang = '' }: Tokens.Code) {
        return `<pre tabindex="0"><code class="${escaped(lang)}">${escaped(code)}</code></pre>\n`;
      },
      table({ header, rows }: Tokens.Table) {
        const cells = (row: Tokens.TableCell[], tag: string) =>
          row.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('');
        const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
        return `<div class="table" tabindex="0"><table><thead><tr>${cells(header, 'th')}</tr></thead>\n<tbody>${body}</tbody></table></div>\n`;
      },
    },
  });
  return marked.parse(text, { async: false });
}

/** Where a link leads among the pages; undefined for what is in the repository alone. */
function targetOf(from: string, href: string, pages: Files): string | undefined {
  if (/^(https?:|#)/.test(href)) return href;
  const [path = '', anchor] = href.split('#');
  if (!pages.has(posix.join(posix.dirname(from), path))) return undefined;
  return htmlPathOf(path) + (anchor === undefined ? '' : `#${anchor}`);
}

/** As GitHub makes them, so that the links of the pages lead there. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function page(title: string, root: string, links: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}docs.css">
<title>${escaped(title)} · alb-graphql</title>
</head>
<body>
<header>
<strong>alb-graphql</strong>
<nav aria-label="Places"><a href="${root}../">Playground</a><a href="${root}../console/">Console</a></nav>
</header>
<nav class="pages" aria-label="Pages"><ul>
${links}
</ul></nav>
<main>
${body}</main>
</body>
</html>
`;
}
