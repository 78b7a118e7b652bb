// /api/docs/common-api: for developers of integrations. Made from the same list of requests that is served; works without internet.
import type { Express } from 'express';
import type { AppContext } from '../context.js';
import { DEMO_KEY } from '../config.js';
import { escapeHtml } from '../http/plain-page.js';
import { commonCodes } from './answer.js';
import { examples } from './docs-examples.js';
import { docsScript } from './docs-script.js';
import type { ApiRequest } from './request.js';
import { apiRequests } from './requests.js';

export const DOCS_PATH = '/api/docs/common-api';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; padding: 1rem; }
main { max-width: 72rem; margin: 0 auto; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
label { display: block; font-weight: 600; margin: .75rem 0 .25rem; }
input, select, textarea { font: inherit; width: 100%; box-sizing: border-box; padding: .4rem; }
textarea { font-family: ui-monospace, monospace; min-height: 4rem; }
button { font: inherit; margin-top: .75rem; padding: .4rem 1rem; }
.copy { float: right; margin: .5rem; padding: .1rem .6rem; font-size: .85rem; }
.wide { overflow-x: auto; }
code { overflow-wrap: anywhere; }
`;

export function mountCommonApiDocs(app: Express, context: AppContext): void {
  const page = pageOf(context);
  app.get(DOCS_PATH, (_request, response) => void response.setHeader('Cache-Control', 'no-cache').type('html').send(page));
  app.get(`${DOCS_PATH}/page.js`, (_request, response) => void response.setHeader('Cache-Control', 'no-cache').type('text/javascript').send(docsScript));
  app.get(`${DOCS_PATH}/page.css`, (_request, response) => void response.setHeader('Cache-Control', 'no-cache').type('css').send(STYLE));
}

function pageOf({ config }: AppContext): string {
  const { hostname } = new URL(config.publicUrl);
  const address = config.commonApiPort === null ? config.publicUrl.replace(/\/$/, '') : `https://${hostname}:${config.commonApiPort || 8089}`;
  const demoKey = config.commonApiKey === DEMO_KEY ? DEMO_KEY : '';
  const fill = (code: string) => code.replaceAll('{ADDRESS}', address).replaceAll('{KEY}', demoKey || 'секретный ключ');
  return `<!doctype html>
<html lang="ru">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>CommonAPI: разработчикам интеграций</title>
    <link rel="stylesheet" href="${DOCS_PATH}/page.css">
  </head>
  <body>
    <main>
      <h1>CommonAPI: разработчикам интеграций</h1>
      <p>Программы, которые работают с TM API, подключаются сменой адреса. Адрес запроса: <code>${escapeHtml(address)}/common_api/1.0/ИМЯ_ЗАПРОСА</code>; телефония —
        <code>/tm_tapi/1.0/…</code>, платёжные терминалы — <code>/pay_term_api/1.0/…</code>. У каждого из трёх API свой секретный ключ. Ответ всегда имеет статус HTTP 200 и вид
        <code>{"code":0,"descr":"OK","data":{}}</code>; у телефонии — XML. <a href="/api/docs/">REST API</a> описан отдельно.</p>
      <h2 id="sign">Подпись</h2>
      <p>Заголовок <code>Signature</code> — MD5 (hex) от строки запроса, как она передаётся (после «?», без раскодирования), или от тела POST, к которому в конец без разделителя добавлен ключ. Без
        параметров — MD5 от ключа. В <code>tm_tapi</code> подпись — последний параметр <code>&amp;signature=</code>, а подписывается всё, что стоит перед ним. Для <code>ping</code> подпись не нужна.</p>
${examples.map(({ language, code }) => `      <h3>${escapeHtml(language)}</h3>\n      <pre>${escapeHtml(fill(code))}</pre>`).join('\n')}
      <h2 id="check">Проверка подписи</h2>
      <p>Считается в браузере: ключ не покидает эту страницу.</p>
      <label for="check-raw">Строка запроса или тело</label><textarea id="check-raw" spellcheck="false">text=%D0%B4%D0%B8%D1%80</textarea>
      <label for="check-key">Секретный ключ</label><input id="check-key" type="password" autocomplete="off" value="${escapeHtml(demoKey)}">
      <label for="check-given">Ваша подпись (необязательно)</label><input id="check-given" autocomplete="off" spellcheck="false">
      <p id="check-result" role="status"></p>
      <h2 id="try-it">Попробовать</h2>
      <form id="try">
        <label for="try-request">Запрос</label>
        <select id="try-request">${apiRequests.map(option).join('')}</select>
        <label for="try-parameters">Параметры: строка запроса, форма или JSON</label><textarea id="try-parameters" spellcheck="false"></textarea>
        <label for="try-key">Секретный ключ${demoKey ? ' (ключ демонстрации)' : ''}</label><input id="try-key" type="password" autocomplete="off" value="${escapeHtml(demoKey)}">
        <button type="submit">Отправить</button>
      </form>
      <pre id="try-result" aria-live="polite">Здесь будет ответ.</pre>
      <h2 id="requests">Обслуживаемые запросы</h2>
      <p>Остальные запросы TM API отвечают кодом 6. Обязательные параметры отмечены звёздочкой.</p>
      <div class="wide"><table>
        <thead><tr><th>Запрос</th><th>Вид</th><th>Параметры</th><th>Свои коды</th></tr></thead>
        <tbody>
${apiRequests.map(row).join('\n')}
        </tbody>
      </table></div>
      <h2 id="codes">Общие коды</h2>
      <table><tbody>${Object.entries(commonCodes).map(([code, text]) => `<tr><td>${code}</td><td>${escapeHtml(text)}</td></tr>`).join('')}</tbody></table>
    </main>
    <script src="${DOCS_PATH}/page.js"></script>
  </body>
</html>`;
}

function option({ api, name, kind, params }: ApiRequest): string {
  const needed = Object.entries(params).filter(([, { required }]) => required).map(([parameter]) => parameter);
  const sample = kind === 'JSON' ? JSON.stringify(Object.fromEntries(needed.map((parameter) => [parameter, '']))) : needed.map((parameter) => `${parameter}=`).join('&');
  return `<option data-api="${api}" data-name="${escapeHtml(name)}" data-kind="${kind}" data-sample="${escapeHtml(sample)}">${escapeHtml(`${api}/1.0/${name}`)}</option>`;
}

function row({ api, name, kind, summary, params, codes }: ApiRequest): string {
  const parameters = Object.entries(params).map(([parameter, { required, reader, about, aliases }]) => {
    const more = [reader.type, ...(aliases.length ? [`или ${aliases.join(', ')}`] : []), ...(about ? [about] : [])].join('; ');
    return `<code>${escapeHtml(parameter)}</code>${required ? '*' : ''} <small>${escapeHtml(more)}</small>`;
  });
  const own = Object.entries(codes).map(([code, { descr }]) => `${code} — ${escapeHtml(descr)}`);
  return `<tr id="${api}-${escapeHtml(name)}"><td><code>${api === 'common_api' ? '' : `${api}/1.0/`}${escapeHtml(name)}</code><br><small>${escapeHtml(summary)}</small></td><td>${kind}</td><td>${parameters.join('<br>') || '—'}</td><td>${own.join('<br>') || '—'}</td></tr>`;
}
