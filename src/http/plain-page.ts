// Small pages without script, for what needs no application: the development inbox, setting a password.
import type { Express, Response } from 'express';

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** `body` is HTML; whatever comes from outside must have gone through escapeHtml. */
export function sendPlainPage(response: Response, page: { title: string; body: string; status?: number; language?: string; stylesheet?: string; refreshSeconds?: number }): void {
  const { title, body, status = 200, language = 'en', stylesheet = '/plain-page.css', refreshSeconds } = page;
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('html').send(`<!doctype html>
<html lang="${escapeHtml(language)}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    ${refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">`}
    <title>${escapeHtml(title)}</title>
    <link rel="stylesheet" href="${stylesheet}">
  </head>
  <body>
    <main>
      <h1>${escapeHtml(title)}</h1>
${body}
    </main>
  </body>
</html>`);
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; padding: 1rem; }
main { max-width: 44rem; margin: 0 auto; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1rem; margin: 0; }
article { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 6px; padding: .75rem 1rem; margin: 1rem 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: .5rem 0 0; }
.facts { margin: 0; font-size: .875rem; opacity: .8; }
label { display: block; font-weight: 600; margin: 1rem 0 .25rem; }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; }
button { font: inherit; margin-top: 1rem; padding: .5rem 1.25rem; }
[role=alert] { border-left: 4px solid #c62828; padding: .25rem .75rem; }
`;

export function mountPlainPageStyle(app: Express): void {
  app.get('/plain-page.css', (_request, response) => void response.setHeader('Cache-Control', 'public, max-age=3600').type('css').send(STYLE));
}
