// Who pays, on what terms, what is left; and why not, before anything is sent. The refusal stands where the button would be.
import { useTranslation } from 'react-i18next';
import type { CabinetResolution } from '../../src/contract/cabinet-orders.js';
import { MoneyText } from '../../src/ui/components/plain.js';
import { BudgetMeter } from '../home/Meters.js';

export function Terms({ answer }: { answer: CabinetResolution }) {
  const { t } = useTranslation('orders');
  const { payer, customer, tariff, discount, estimate, money, budgets } = answer;
  const main = money?.find(({ kind }) => kind === 'main');
  const pays = payer.kind === 'above' ? t('payer.above') : payer.id === customer.id ? t('payer.itself') : payer.name;
  return (
    <dl className="facts">
      <dt>{t('payer.label')}</dt><dd>{pays}</dd>
      {tariff && <><dt>{t('tariff')}</dt><dd>{tariff.name}</dd></>}
      {discount && <><dt>{t('discount')}</dt><dd>{discount.name}{discount.percent !== null && !discount.name.includes('%') && ` · ${discount.percent} %`}</dd></>}
      <dt>{t('price')}</dt><dd>{estimate ? <MoneyText money={estimate.total} /> : <span className="soft">{t('priceLater')}</span>}</dd>
      {main && <><dt>{t('left')}</dt><dd><MoneyText money={main.available ?? main.balance} /></dd></>}
      {budgets.map((budget) => <BudgetRow key={`${budget.period} ${budget.client.id ?? 'above'} ${budget.startsOn}`} budget={budget} />)}
    </dl>
  );
}

function BudgetRow({ budget }: { budget: CabinetResolution['budgets'][number] }) {
  const { t } = useTranslation(['orders', 'home']);
  return <><dt>{t(`home:budget.${budget.period}`)}</dt><dd><BudgetMeter budget={budget} /></dd></>;
}

export function useReasonText(): (reason: { code: string; message: string; remedy: string }) => string {
  const { t, i18n } = useTranslation('orders');
  // Sentences with sums come from the server, in English.
  return ({ code, message, remedy }) => (i18n.language === 'en' ? [message, remedy].filter(Boolean).map((one) => (one.endsWith('.') ? one : `${one}.`)).join(' ') : t(`reason/${code}`, { keySeparator: '/', defaultValue: message }));
}

export function Reasons({ verdict, title = 'verdict.no' }: { verdict: CabinetResolution['verdict']; title?: 'verdict.no' | 'change.refused' }) {
  const { t } = useTranslation('orders');
  const text = useReasonText();
  if (verdict.allowed && verdict.warnings.length === 0) return null;
  return (
    <div className={`note-box ${verdict.allowed ? 'look-box' : 'cannot-box'}`} role={verdict.allowed ? 'status' : 'alert'}>
      <strong>{t(verdict.allowed ? 'verdict.warning' : title)}</strong>
      <ul className="reasons">
        {[...verdict.reasons, ...verdict.warnings].map((reason) => <li key={`${reason.code} ${reason.client?.id ?? ''}`}>{text(reason)}{reason.client?.name && <span className="soft"> ({reason.client.name})</span>}</li>)}
      </ul>
    </div>
  );
}
