// The page of the simulated payment gateway: whoever has its address pays with play money, or refuses to. It sends its
// notice the way a real gateway does. It is there only while PAYMENT_GATEWAY is simulated.
import express, { type Express, type Request, type Response } from 'express';
import { paymentGateway, SIMULATED_PAGE } from '../accounts/payment-gateway.js';
import { takePaymentNotice, topUpOfPayment } from '../accounts/top-ups.js';
import { systemActor } from '../auth/actor.js';
import type { AppContext } from '../context.js';
import type { TopUpView } from '../contract/top-ups.js';
import { AppError } from '../lib/app-error.js';
import { escapeHtml, sendPlainPage } from './plain-page.js';
import { toAppError } from './problem.js';

const TITLE = 'Simulated payment';

const WORDS: Record<TopUpView['state'], string> = {
  waiting: 'It waits to be paid.', paid: 'It was paid and booked.', refused: 'It was refused.', expired: 'It was not paid in time.',
};

export function mountDevPayments(app: Express, context: AppContext): void {
  const gateway = paymentGateway(context.config);
  if (gateway === null) return;
  const path = `${SIMULATED_PAGE}/:payment`;

  app.get(path, (request, response) => answer(context, response, async () => {
    const topUp = await topUpOfPayment(context.db, paymentOf(request));
    sendPlainPage(response, { title: TITLE, body: page(topUp) });
  }));

  app.post(path, express.urlencoded({ extended: false, limit: '1kb', parameterLimit: 5 }), (request: Request, response) => answer(context, response, async () => {
    const { paymentId, sum } = await topUpOfPayment(context.db, paymentOf(request));
    const chosen = (request.body as Record<string, unknown> | undefined)?.state;
    if (chosen !== 'paid' && chosen !== 'refused') throw new AppError('request.invalid', 'Choose to pay or to refuse.');
    const notice = gateway.notice({ paymentId: paymentId as string, state: chosen, sum, at: context.clock.now().toISO(), ...(chosen === 'refused' && { reason: 'Refused by the payer' }) });
    await takePaymentNotice(context.db, systemActor('payment gateway', 'system', response.locals.requestId as string), gateway, notice);
    response.redirect(303, request.originalUrl);
  }));
}

function paymentOf(request: Request): string {
  return String(request.params.payment).slice(0, 100).replaceAll('\u0000', '');
}

function page({ sum, state, client, id, channel }: TopUpView): string {
  const back = channel === 'cabinet' && state !== 'waiting' ? '<p><a href="/cabinet/money?tab=payIn">Back to the cabinet</a></p>' : '';
  const facts = `<p>Top-up ${id} of <strong>${escapeHtml(client.name)}</strong>: <strong>${escapeHtml(`${sum.amount} ${sum.currency}`)}</strong>. ${WORDS[state]}</p>${back}`;
  if (state !== 'waiting') return facts;
  return `${facts}
<p>No money moves here: this page stands for the payment gateway while there is none.</p>
<form method="post">
  <button name="state" value="paid">Pay</button>
  <button name="state" value="refused">Refuse</button>
</form>`;
}

async function answer(context: AppContext, response: Response, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (raw) {
    const error = toAppError(raw);
    if (error.status >= 500) context.logger.error({ err: error.cause ?? error, requestId: response.locals.requestId as string }, 'a simulated payment failed');
    sendPlainPage(response, { title: TITLE, status: error.status, body: `<p role="alert">${escapeHtml(error.message)}</p>` });
  }
}
