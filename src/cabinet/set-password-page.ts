// The page behind a one-time link: a form that works without script. Opening it uses nothing up. Failed tries get the
// form again with the reason.
import express, { type Express, type Request, type Response } from 'express';
import { describePasswordLink, setPasswordByLink } from '../api-access/api-access.js';
import type { AppContext } from '../context.js';
import { escapeHtml, sendPlainPage } from '../http/plain-page.js';
import { toAppError } from '../http/problem.js';
import { AppError } from '../lib/app-error.js';

const PATH = '/cabinet/set-password';
const TITLE = 'Set your password';
const MIN_LENGTH = 8;
const MAX_LENGTH = 200;

export function mountSetPasswordPage(app: Express, context: AppContext): void {
  app.get(PATH, (request, response) => answer(context, response, async () => {
    const token = tokenOf(request.query.token);
    const { login } = await describePasswordLink(context.db, token);
    sendPlainPage(response, { title: TITLE, body: form(token, login, null) });
  }));

  app.post(PATH, express.urlencoded({ extended: false, limit: '10kb', parameterLimit: 10 }), (request: Request, response) => answer(context, response, async () => {
    const { token: givenToken, password, again } = (request.body ?? {}) as Record<string, unknown>;
    const token = tokenOf(givenToken);
    const { login } = await describePasswordLink(context.db, token);
    const wrong = mistakeIn(password, again);
    if (wrong !== null) return sendPlainPage(response, { title: TITLE, status: 422, body: form(token, login, wrong) });
    try {
      await setPasswordByLink(context.db, token, password as string, response.locals.requestId as string);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'password.too_weak') throw error;
      return sendPlainPage(response, { title: TITLE, status: 422, body: form(token, login, `The password ${error.message}.`) });
    }
    sendPlainPage(response, { title: 'Your password is set', body: `<p>Sign in to the client cabinet with the login <strong>${escapeHtml(login)}</strong> and your new password.</p>` });
  }));
}

async function answer(context: AppContext, response: Response, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (raw) {
    const error = toAppError(raw);
    if (error.status >= 500) context.logger.error({ err: error.cause ?? error, requestId: response.locals.requestId as string }, 'a password could not be set');
    sendPlainPage(response, { title: TITLE, status: error.status, body: `<p role="alert">${escapeHtml(error.message)}</p>` });
  }
}

function tokenOf(given: unknown): string {
  return typeof given === 'string' && /^[\w-]{1,200}$/.test(given) ? given : 'none';
}

function mistakeIn(password: unknown, again: unknown): string | null {
  if (typeof password !== 'string' || [...password].length < MIN_LENGTH) return `The password must have at least ${MIN_LENGTH} characters.`;
  if ([...password].length > MAX_LENGTH) return `The password must have at most ${MAX_LENGTH} characters.`;
  return password === again ? null : 'The two passwords differ.';
}

function form(token: string, login: string, wrong: string | null): string {
  const told = wrong === null ? '' : ' aria-describedby="wrong" aria-invalid="true"';
  return `
      ${wrong === null ? '' : `<p role="alert" id="wrong">${escapeHtml(wrong)}</p>`}
      <p>For the login <strong>${escapeHtml(login)}</strong>.</p>
      <form method="post" action="${PATH}">
        <input type="hidden" name="token" value="${escapeHtml(token)}">
        <input type="hidden" name="username" value="${escapeHtml(login)}" autocomplete="username">
        <label for="password">New password (at least ${MIN_LENGTH} characters)</label>
        <input id="password" name="password" type="password" autocomplete="new-password" minlength="${MIN_LENGTH}" maxlength="${MAX_LENGTH}" required${told}>
        <label for="again">The same once more</label>
        <input id="again" name="again" type="password" autocomplete="new-password" minlength="${MIN_LENGTH}" maxlength="${MAX_LENGTH}" required>
        <button type="submit">Set password</button>
      </form>`;
}
