import type { ChangeMoneyView, MoneyView } from './address.js';

/** What every tab of the books gets. */
export interface TabProps {
  clientId: number;
  currency: string;
  view: MoneyView;
  change: ChangeMoneyView;
}
