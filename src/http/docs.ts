// The API reference at /api/docs, from files of an npm package: works without internet.
import { createRequire } from 'node:module';
import path from 'node:path';
import express, { type Express } from 'express';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Treeline API</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>`;

const start = `window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, docExpansion: 'none' });`;

export function mountDocs(app: Express): void {
  const assets = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  app.get('/api/docs', (request, response, next) => {
    if (request.originalUrl.endsWith('/')) next();
    else response.redirect('/api/docs/');
  });
  app.get('/api/docs/', (_request, response) => {
    // Swagger UI sets styles from its script.
    response.setHeader('Content-Security-Policy', "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'");
    response.type('html').send(page);
  });
  app.get('/api/docs/start.js', (_request, response) => void response.type('text/javascript').send(start));
  app.use('/api/docs', express.static(assets, { index: false, maxAge: '1d' }));
}
