import type { LoadedAsset } from './load-assets.js';

/**
 * Nothing from anywhere but this server, and no script in the page itself. GraphiQL's editor places its parts by
 * style attributes; its fonts and cursors are in its style sheet as data. 'self' covers this host's WebSocket.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  'font-src data:',
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The playground's page. Addresses in it are relative: the server may stand behind a path prefix. */
export function renderPage(assets: readonly LoadedAsset[]): string {
  const tags = assets.map(({ name }) =>
    name.endsWith('.css')
      ? `<link rel="stylesheet" href="playground/${name}">`
      : `<script defer src="playground/${name}"></script>`,
  );
  const note = assets.length === 0 ? 'The playground was not built. Run: npm run build' : 'Loading …';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>alb-graphql</title>
${tags.join('\n')}
</head>
<body>
<header id="bar"><h1>alb-graphql</h1><nav><a href="docs/">Docs</a><a href="console/">Console</a></nav></header>
<p id="hint" role="status" hidden>This answer wants a token: put it into the Headers editor below the query, as {"Authorization": "Bearer …"}, and run it again.</p>
<main id="graphiql"><p>${note}</p></main>
</body>
</html>
`;
}
