// PURE. Family accounts: the head pays for the members, with the kinds of payment that the head allows. A member is a client
// below the head that has no account of its own, or a caller whose number is in the head's list of members.
import type { FamilyAccount } from '../contract/clients.js';
import type { PaymentRequest } from './payment.js';

export interface FamilyNode {
  id: number;
  name: string;
  familyAccount: FamilyAccount | null;
}

export interface Family<Node extends FamilyNode = FamilyNode> {
  head: Node;
  allowed: FamilyAccount['paymentKinds'];
}

export const paymentKinds = ['cashless', 'bonus', 'card'] as const;
export type PaymentKind = (typeof paymentKinds)[number];

/**
 * `path` goes from the customer up to the payer. Null: nobody's member orders, or the client group has no family accounts.
 * Of several heads above, the nearest one counts.
 */
export function familyOf<Node extends FamilyNode>(path: readonly Node[], { groupAllows, memberCalls }: { groupAllows: boolean; memberCalls: boolean }): Family<Node> | null {
  if (!groupAllows) return null;
  const head = path.find(({ familyAccount }, place) => familyAccount !== null && (place > 0 || memberCalls));
  return head?.familyAccount ? { head, allowed: head.familyAccount.paymentKinds } : null;
}

/** What the order asks for and a member may not use; cash is always possible. */
export function kindsNotAllowed({ useCashless, useBonus, cashless, bonus, rest }: PaymentRequest, allowed: readonly PaymentKind[]): PaymentKind[] {
  const asked: Record<PaymentKind, boolean> = { cashless: useCashless || cashless > 0n, bonus: useBonus || bonus > 0n, card: rest === 'card' };
  return paymentKinds.filter((kind) => asked[kind] && !allowed.includes(kind));
}
