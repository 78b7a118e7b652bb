// The port to whoever takes payments by bank card. A payment is started there, the payer goes to its page, and notices
// about it come back signed. For development there is a simulated one: its page is /dev/payments, and it takes no money.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PaymentNotice } from '../contract/top-ups.js';
import type { Money } from '../contract/primitives.js';

export interface PaymentGateway {
  /** Payment system of its top-ups. */
  readonly name: string;
  /** Asked again with the same reference it starts no second payment. Throws if it cannot be reached. */
  start(payment: { reference: string; sum: Money; expiresAt: Date }): Promise<{ paymentId: string; url: string }>;
  /** Whether the notice is its own. */
  isOwn(notice: PaymentNotice): boolean;
}

export interface SimulatedGateway extends PaymentGateway {
  /** A notice as it would send it. */
  notice(content: Omit<PaymentNotice, 'signature'>): PaymentNotice;
}

export interface GatewayOptions {
  paymentGateway: 'simulated' | null;
  paymentGatewaySecret: string | null;
  publicUrl: string;
}

export const SIMULATED_PAGE = '/dev/payments';

/** Without one in the settings; notices of before a restart are not known then, which development can bear. */
const ownSecret = randomBytes(32).toString('hex');

/** Null: no payments by card here. */
export function paymentGateway({ paymentGateway: kind, paymentGatewaySecret, publicUrl }: GatewayOptions): SimulatedGateway | null {
  return kind === 'simulated' ? simulatedGateway(paymentGatewaySecret ?? ownSecret, publicUrl) : null;
}

function simulatedGateway(secret: string, publicUrl: string): SimulatedGateway {
  return {
    name: 'simulated',
    async start({ reference }) {
      // Cannot be guessed, and is the same when asked again.
      const paymentId = `sim-${createHmac('sha256', secret).update(`payment ${reference}`).digest('hex').slice(0, 32)}`;
      return { paymentId, url: new URL(`${SIMULATED_PAGE}/${paymentId}`, publicUrl).toString() };
    },
    isOwn: ({ signature, ...content }) => sameText(signature.toLowerCase(), signatureOf(secret, content)),
    notice: (content) => ({ ...content, signature: signatureOf(secret, content) }),
  };
}

/** No value has a line break in it, so that no two contents have the same text. */
export function signatureOf(secret: string, { paymentId, state, sum, at, reason = '' }: Omit<PaymentNotice, 'signature'>): string {
  return createHmac('sha256', secret).update([paymentId, state, sum.amount, sum.currency, at, reason].join('\n')).digest('hex');
}

function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
