// SMS through a gateway over HTTP:
//
//   POST SMS_URL   Content-Type: application/json   Idempotency-Key: sms-17   Authorization: Bearer SMS_TOKEN (if set)
//   {"id": "17", "to": "+79161234567", "from": "Taxi", "text": "…"}       `from` only if SMS_FROM is set
//
// 2xx means accepted. 408, 425, 429 and 5xx are tried again later, any other answer is final. A gateway of another
// shape needs a small adapter in front, or another Send function here.
import { type Send, SendError } from './sender.js';

const TIMEOUT_MS = 15_000;
const TRY_AGAIN = new Set([408, 425, 429]);

export interface SmsOptions {
  url: string;
  token: string | null;
  from: string | null;
}

export function smsSender({ url, token, from }: SmsOptions): Send {
  return async ({ id, recipient, text }) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `sms-${id}`, ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ id: String(id), to: recipient, ...(from && { from }), text }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new SendError((error as Error).name === 'TimeoutError' ? 'The SMS gateway did not answer in time.' : 'The SMS gateway cannot be reached.');
    });
    // An unread body keeps the connection.
    await response.body?.cancel().catch(() => undefined);
    if (response.ok) return;
    const passing = response.status >= 500 || TRY_AGAIN.has(response.status);
    throw new SendError(`The SMS gateway refused the message with status ${response.status}.`, !passing);
  };
}
