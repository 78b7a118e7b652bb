// The page behind a one-time link: a form that works without script, in the client's language and the cabinet's look.
// Opening it uses nothing up. Failed tries get the form again with the reason.
import express, { type Express, type Request, type Response } from 'express';
import { setPasswordByLink } from '../api-access/api-access.js';
import { findPasswordLink } from '../auth/password-links.js';
import { weaknessOf } from '../auth/password-rules.js';
import type { AppContext } from '../context.js';
import { escapeHtml, sendPlainPage } from '../http/plain-page.js';
import { toAppError } from '../http/problem.js';
import { asVariables, dark, light } from '../lib/theme-tokens.js';
import { type PageLanguage, pageLanguages, pageTexts } from './set-password-texts.js';

const PATH = '/cabinet/set-password';
const STYLESHEET = '/cabinet/set-password.css';
const MIN_LENGTH = 8;
const MAX_LENGTH = 200;

interface Asked {
  token: string;
  login: string;
  language: PageLanguage;
}

export function mountSetPasswordPage(app: Express, context: AppContext): void {
  app.get(STYLESHEET, (_request, response) => void response.setHeader('Cache-Control', 'public, max-age=3600').type('css').send(STYLE));

  app.get(PATH, (request, response) => answer(context, request, response, request.query, async (asked) => send(response, asked, 200, form(asked, null))));

  app.post(PATH, express.urlencoded({ extended: false, limit: '10kb', parameterLimit: 10 }), (request: Request, response) => {
    const given = (request.body ?? {}) as Record<string, unknown>;
    return answer(context, request, response, given, async (asked) => {
      const { password, again } = given;
      const wrong = mistakeIn(password, again, asked.login);
      if (wrong !== null) return send(response, asked, 422, form(asked, wrong));
      await setPasswordByLink(context.db, asked.token, password as string, response.locals.requestId as string);
      const { doneHint, signIn } = pageTexts[asked.language];
      send(response, asked, 200, `<p>${doneHint} <strong>${escapeHtml(asked.login)}</strong>.</p>
      <p><a class="button" href="/cabinet/#login=${encodeURIComponent(asked.login)}">${signIn}</a></p>`, pageTexts[asked.language].done);
    });
  });
}

/** Finds whom the link is for, and speaks that client's language, unless another one was chosen here. */
async function answer(context: AppContext, request: Request, response: Response, given: Record<string, unknown>, work: (asked: Asked) => Promise<void>): Promise<void> {
  const token = tokenOf(given.token);
  let language = languageOf(given.language) ?? languageOf(request.acceptsLanguages(...Object.keys(pageLanguages))) ?? 'en';
  try {
    const owner = await findPasswordLink(context.db, token);
    language = languageOf(given.language) ?? languageOf(owner.language?.slice(0, 2)) ?? language;
    await work({ token, login: owner.apiLogin, language });
  } catch (raw) {
    const error = toAppError(raw);
    if (error.status >= 500) context.logger.error({ err: error.cause ?? error, requestId: response.locals.requestId as string }, 'a password could not be set');
    const { invalid, invalidHint, toSignIn } = pageTexts[language];
    const isInvalid = error.code === 'password_link.invalid';
    send(response, { token, login: '', language }, error.status, `<p role="alert">${escapeHtml(isInvalid ? invalid : error.message)}</p>
      ${isInvalid ? `<p class="soft">${invalidHint}</p><p><a class="button" href="/cabinet/">${toSignIn}</a></p>` : ''}`);
  }
}

function send(response: Response, { token, language, login }: Asked, status: number, body: string, title: string = pageTexts[language].title): void {
  const others = login === '' || title !== pageTexts[language].title ? '' : `
      <nav>${Object.entries(pageLanguages).map(([code, name]) => (code === language ? `<span lang="${code}">${name}</span>` : `<a lang="${code}" hreflang="${code}" href="${PATH}?token=${escapeHtml(token)}&amp;language=${code}">${name}</a>`)).join(' ')}</nav>`;
  sendPlainPage(response, { title, status, language, stylesheet: STYLESHEET, body: `      ${body}${others}` });
}

function languageOf(given: unknown): PageLanguage | null {
  return typeof given === 'string' && Object.hasOwn(pageLanguages, given) ? (given as PageLanguage) : null;
}

function tokenOf(given: unknown): string {
  return typeof given === 'string' && /^[\w-]{1,200}$/.test(given) ? given : 'none';
}

type Mistake = keyof (typeof pageTexts)['en']['wrong'];

function mistakeIn(password: unknown, again: unknown, login: string): Mistake | null {
  if (typeof password !== 'string' || [...password].length < MIN_LENGTH) return 'short';
  if ([...password].length > MAX_LENGTH) return 'long';
  return password === again ? weaknessOf(password, login) : 'differ';
}

function form({ token, login, language }: Asked, mistake: Mistake | null): string {
  const t = pageTexts[language];
  const told = mistake === null ? '' : ' aria-describedby="wrong" aria-invalid="true"';
  return `${mistake === null ? '' : `<p role="alert" id="wrong">${t.wrong[mistake]}</p>`}
      <p>${t.forLogin} <strong>${escapeHtml(login)}</strong></p>
      <form method="post" action="${PATH}">
        <input type="hidden" name="token" value="${escapeHtml(token)}">
        <input type="hidden" name="language" value="${language}">
        <input type="hidden" name="username" value="${escapeHtml(login)}" autocomplete="username">
        <label for="password">${t.next}</label>
        <input id="password" name="password" type="password" autocomplete="new-password" minlength="${MIN_LENGTH}" maxlength="${MAX_LENGTH}" required${told}>
        <label for="again">${t.again}</label>
        <input id="again" name="again" type="password" autocomplete="new-password" minlength="${MIN_LENGTH}" maxlength="${MAX_LENGTH}" required>
        <button type="submit">${t.set}</button>
      </form>`;
}

const variables = (tokens: typeof light) => Object.entries(asVariables(tokens)).map(([name, value]) => `${name}: ${value};`).join(' ');

const STYLE = `
:root { color-scheme: light dark; font: 16px/24px 'Inter Variable', system-ui, sans-serif; ${variables(light)} }
@media (prefers-color-scheme: dark) { :root { ${variables(dark)} } }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; background: var(--sunken); color: var(--text); overflow-wrap: anywhere; }
main { width: min(380px, calc(100vw - 32px)); box-sizing: border-box; margin: 16px 0; padding: 28px 24px; border: 1px solid var(--line); border-radius: 12px; background: var(--raised); }
main::before { content: 'Treeline'; display: block; margin-bottom: 16px; color: var(--accent); font-size: 26px; line-height: 32px; font-weight: 700; letter-spacing: -0.01em; }
h1 { font-size: 18px; line-height: 26px; margin: 0 0 12px; }
p { margin: 0 0 12px; }
a { color: var(--accent); }
.soft { color: var(--text-soft); }
label { display: block; font-size: 14px; line-height: 20px; font-weight: 500; margin: 12px 0 4px; }
input { font: inherit; color: inherit; width: 100%; box-sizing: border-box; min-height: 44px; padding: 8px 12px; border: 1px solid var(--text-soft); border-radius: 8px; background: var(--raised); }
input[aria-invalid] { border-color: var(--cannot); }
button, .button { font: inherit; font-weight: 600; display: flex; align-items: center; justify-content: center; width: 100%; box-sizing: border-box; min-height: 44px; margin: 20px 0 4px; padding: 8px 20px; border: 1px solid var(--accent); border-radius: 8px; background: var(--accent); color: var(--surface); cursor: pointer; text-decoration: none; }
button:hover, .button:hover { filter: brightness(1.08); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
[role=alert] { border: 1px solid var(--cannot); border-radius: 8px; background: var(--cannot-soft); padding: 10px 14px; }
nav { display: flex; gap: 16px; margin-top: 12px; color: var(--text-soft); }
nav a, nav span { min-height: 44px; display: inline-flex; align-items: center; }
`;
