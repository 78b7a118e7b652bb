import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queries, useCommand, useOperation } from '../../src/ui/api/hooks.js';
import { BudgetMeter } from '../home/Meters.js';
import { useSession } from '../session.js';
import { Opening } from '../shell/Opening.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';
import { parseSum } from './sum.js';

const periods = ['day', 'week', 'month', 'quarter'] as const;
type Period = (typeof periods)[number];
const readAgain = () => void queries.invalidateQueries({ queryKey: ['cabinetListBudgets'] });

/** What may be spent in a day, a week, a month, a quarter (M-12). One's own are set from above. */
export default function Budgets({ id }: { id: number }) {
  const { t } = useTranslation(['money', 'home']);
  const { me, can, readOnly } = useSession();
  const { data, error } = useOperation('cabinetListBudgets', { id }, { watch: ['budget', 'order', 'client'] });
  const currency = useOperation('cabinetListAccounts', { id: me.id }, { watch: ['account'] }).data?.items[0]?.currency ?? 'RUB';
  if (!data) return error ? <Trouble error={error} /> : <Opening />;
  const mayChange = can('right.transfer') && !readOnly && id !== me.id;
  return (
    <>
      {data.items.length === 0 && <p className="soft">{t('budgets.none')}</p>}
      <div className="accounts">
        {periods.map((period) => {
          const budget = data.items.find((one) => one.period === period);
          if (!budget && !mayChange) return null;
          return (
            <section key={period} className="sheet" aria-label={t(`home:budget.${period}`)}>
              <h2>{t(`home:budget.${period}`)}</h2>
              {budget ? <BudgetMeter budget={budget} /> : <p className="soft">{t('budgets.unlimited')}</p>}
              {mayChange && <BudgetForm key={budget?.version ?? 0} id={id} period={period} sum={budget?.sum.amount ?? null} version={budget?.version ?? null} currency={budget?.sum.currency ?? currency} />}
            </section>
          );
        })}
      </div>
    </>
  );
}

function BudgetForm({ id, period, sum, version, currency }: { id: number; period: Period; sum: string | null; version: number | null; currency: string }) {
  const { t } = useTranslation('money');
  const [typed, setTyped] = useState(sum ?? '');
  const set = useCommand('cabinetSetBudget', readAgain);
  const remove = useCommand('cabinetRemoveBudget', readAgain);
  const amount = parseSum(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (amount) set.mutate({ params: { id, period, ...(version !== null && { version }) }, body: { sum: { amount, currency } } });
  };
  return (
    <form className="column" onSubmit={submit}>
      <TextField label={t('sum')} value={typed} onChange={setTyped} inputMode="decimal" autoComplete="off" wrong={typed && !amount ? t('notSum') : null} />
      <div className="acts">
        <button type="submit" className="quiet-button" disabled={!amount || amount === sum || set.isPending}>{t('budgets.set')}</button>
        {sum !== null && <button type="button" className="danger-button" disabled={remove.isPending} onClick={() => remove.mutate({ params: { id, period } })}>{t('budgets.remove')}</button>}
      </div>
      <Trouble error={set.error ?? remove.error} />
    </form>
  );
}
