// The development inbox: mail and SMS that nobody delivers, as their receivers would have got them, with their one-time
// links. It is there only while SMTP_URL or SMS_URL is missing, and only for those who manage operators.
import type { Express, Request, Response } from 'express';
import { can } from '../auth/actor.js';
import type { AppContext } from '../context.js';
import { AppError } from '../lib/app-error.js';
import { type InboxMessage, listInbox } from '../messages/messages.js';
import type { Audience } from './audience.js';
import { authenticate } from './mount-http.js';
import { escapeHtml, sendPlainPage } from './plain-page.js';
import { toAppError } from './problem.js';

const SHOWN = 100;
const REFRESH_SECONDS = 10;

export function mountInbox(app: Express, context: AppContext, operators: Audience): void {
  const deliveredBy = { email: context.config.smtpUrl, sms: context.config.smsUrl };
  const undelivered = (['email', 'sms'] as const).filter((channel) => deliveredBy[channel] === null);
  if (undelivered.length === 0) return;
  app.get('/dev/inbox', async (request: Request, response: Response) => {
    try {
      const actor = await authenticate(context, operators, request, response);
      if (actor.kind === 'anonymous') throw new AppError('auth.required', 'Sign in as an operator first, then come back to this page.');
      if (!can(actor, 'operator.manage')) throw new AppError('auth.forbidden', 'The right "operator.manage" is needed for this.');
      const messages = await listInbox(context.db, undelivered, SHOWN);
      sendPlainPage(response, { title: 'Development inbox', body: inbox(undelivered, messages), refreshSeconds: REFRESH_SECONDS });
    } catch (raw) {
      const error = toAppError(raw);
      if (error.status >= 500) context.logger.error({ err: error.cause ?? error }, 'the inbox could not be read');
      sendPlainPage(response, { title: 'Development inbox', body: `<p role="alert">${escapeHtml(error.message)}</p>`, status: error.status });
    }
  });
}

function inbox(undelivered: readonly string[], messages: readonly InboxMessage[]): string {
  const names = undelivered.map((channel) => (channel === 'email' ? 'mail (SMTP_URL)' : 'SMS (SMS_URL)')).join(' and ');
  const intro = `<p>Nobody delivers ${names} here, so it ends on this page. Newest first; the page renews itself.</p>`;
  return intro + (messages.length ? messages.map(article).join('\n') : '<p>Nothing yet.</p>');
}

function article({ id, channel, recipient, subject, body, status, lastError, createdAt }: InboxMessage): string {
  const state = status === 'failed' ? ` · not sent: ${lastError ?? ''}` : '';
  return `<article id="message-${id}">
  <h2>${escapeHtml(subject ?? 'SMS')}</h2>
  <p class="facts">${escapeHtml(`${channel === 'email' ? 'E-mail' : 'SMS'} to ${recipient} · ${createdAt}${state}`)}</p>
  <pre>${linked(body)}</pre>
</article>`;
}

/** Escaped text with its web addresses clickable. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) => (index % 2 === 1 ? `<a href="${escapeHtml(part)}" rel="noreferrer">${escapeHtml(part)}</a>` : escapeHtml(part)))
    .join('');
}
