import { useTranslation } from 'react-i18next';
import type { CabinetResolution } from '../../src/contract/cabinet-orders.js';
import { MoneyText } from '../../src/ui/components/plain.js';

const NEARLY_GONE = 15;

/** What is left of a budget: as a sum, and as a bar where the whole is known. */
export function BudgetMeter({ budget: { sum, left } }: { budget: Pick<CabinetResolution['budgets'][number], 'sum' | 'left'> }) {
  const { t } = useTranslation('home');
  const share = sum && Number(sum.amount) > 0 ? Math.max(0, Math.min(100, Math.round((100 * Number(left.amount)) / Number(sum.amount)))) : null;
  const tone = share === null || share > NEARLY_GONE ? '' : share > 0 ? 'look' : 'cannot';
  return (
    <div>
      <MoneyText money={left} />{sum && <span className="soft small"> {t('budget.of')} <MoneyText money={sum} /></span>}
      {share !== null && <div className={`meter ${tone}`} role="img" aria-label={t('budget.share', { share })}><div style={{ width: `${share}%` }} /></div>}
    </div>
  );
}
