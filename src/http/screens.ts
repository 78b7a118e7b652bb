// The screens' pages and files, as `npm run build` made them. A page's address always gives the page: the screen itself
// reads the address.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Express, NextFunction, Request, Response } from 'express';
import sirv from 'sirv';

export interface Screen {
  /** The folder of its files in dist-screens. */
  name: string;
  /** Where it is served: '/' or '/cabinet/'. */
  base: string;
}

const NOT_BUILT = 'The screens are not built. Run "npm run build".';

export function mountScreen(app: Express, { name, base }: Screen): void {
  const folder = path.join(packageRoot(), 'dist-screens', name);
  const index = path.join(folder, 'index.html');
  if (existsSync(folder)) {
    // Names of files carry a hash of what is in them: they are good for ever. Looked up each time (dev): a list made at the
    // start would name files that a later build has replaced, and a missing one ends the process.
    app.use(`${base}assets`, sirv(path.join(folder, 'assets'), { dev: true, gzip: true, etag: false, maxAge: 31_536_000, immutable: true }));
  }
  let page: string | null = null;
  app.get([base, `${base}*path`], (request: Request, response: Response, next: NextFunction) => {
    if (!isPage(request)) return next();
    // The screen's own addresses begin with its base.
    if (`${request.path}/` === base) return response.redirect(308, base);
    page ??= existsSync(index) ? readFileSync(index, 'utf8') : null;
    if (page === null) return void response.status(503).type('text/plain').send(NOT_BUILT);
    // Styles are made at run time by the components: those that carry this page's nonce are let in, no others.
    const nonce = randomBytes(16).toString('base64');
    const policy = String(response.getHeader('Content-Security-Policy')).replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`);
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Cache-Control', 'no-store');
    response.type('html').send(page.replaceAll('CSP_NONCE', nonce));
  });
}

/** Something that a person opens, not a file or an API that is missing. */
function isPage(request: Request): boolean {
  return request.accepts(['json', 'html']) === 'html' && !/^\/(api|socket\.io|common_api|tm_tapi|pay_term_api|dev)\//.test(request.path) && !/\.\w{1,5}$/.test(request.path);
}

/** src/http and dist/src/http are at different depths. */
function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}
