// What a client and everybody below it may spend in a day, week, month, quarter (M-12).
import { App, Button, Form, Progress } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BudgetView } from '../../contract/budgets.js';
import { CallError } from '../../ui/api/call-error.js';
import { useCommand, useLive, useOperation } from '../../ui/api/hooks.js';
import { Dialog } from '../../ui/components/Dialog.js';
import { AmountInput } from '../../ui/components/MoneyInput.js';
import { Empty, MoneyText, ProblemNote, StateTag, useProblemText } from '../../ui/components/small.js';
import { formatDate } from '../../ui/format/dates.js';
import { useSession } from '../session.js';
import type { TabProps } from './tab-props.js';

const periods = ['day', 'week', 'month', 'quarter'] as const;
type Period = (typeof periods)[number];
const NEARLY = 90;

export function Budgets({ clientId, currency }: TabProps) {
  const { t } = useTranslation('money');
  const { can } = useSession();
  const live = useLive();
  const { notification } = App.useApp();
  const problemText = useProblemText();
  const [editing, setEditing] = useState<Period | null>(null);
  const budgets = useOperation('listBudgets', { id: clientId }, { watch: ['budget', 'order', 'account'] });
  const items = budgets.data?.items ?? [];
  const of = (period: Period) => items.find((budget) => budget.period === period);
  const remove = async (budget: BudgetView) => {
    try {
      await live.call('removeBudget', { id: clientId, period: budget.period });
      const key = `budget-${budget.id}`;
      notification.success({
        key, title: t('budget.removed', { period: t(`budget.${budget.period}`) }), placement: 'bottomRight', duration: 8,
        actions: <Button type="primary" onClick={() => {
          notification.destroy(key);
          void live.call('setBudget', { id: clientId, period: budget.period }, { sum: budget.sum });
        }}>{t('undo')}</Button>,
      });
    } catch (error) {
      notification.error({ title: t('failed'), description: error instanceof CallError ? problemText(error) : String(error) });
    }
  };
  if (budgets.error) return <ProblemNote error={budgets.error} onRetry={() => void budgets.refetch()} />;
  return (
    <div className="column">
      {budgets.data && items.length === 0 && <Empty title={t('budget.none')}><p>{t('budget.noneHint')}</p></Empty>}
      <ul className="budgets">
        {periods.map((period) => {
          const budget = of(period);
          if (!budget && !can('client.change')) return null;
          return (
            <li key={period} className="panel">
              <h3>{t(`budget.${period}`)}</h3>
              {budget ? <Usage budget={budget} /> : <span className="soft">{t('budget.unlimited')}</span>}
              {can('client.change') && (
                <div className="row">
                  <Button onClick={() => setEditing(period)}>{budget ? t('budget.change') : t('budget.set')}</Button>
                  {budget && <Button type="text" danger onClick={() => void remove(budget)}>{t('budget.remove')}</Button>}
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {editing && <BudgetDialog clientId={clientId} period={editing} budget={of(editing)} currency={currency} onClose={() => setEditing(null)} />}
    </div>
  );
}

function Usage({ budget }: { budget: BudgetView }) {
  const { t } = useTranslation('money');
  const { sum, reserved, spent, left } = budget;
  const used = Number(spent.amount) + Number(reserved.amount);
  const percent = Number(sum.amount) > 0 ? Math.min(100, Math.round((used / Number(sum.amount)) * 100)) : 100;
  return (
    <>
      <div className="row apart"><strong><MoneyText money={sum} /></strong><span className="soft">{t('budget.since', { day: formatDate(budget.startsOn) })}</span></div>
      <Progress percent={percent} showInfo={false} aria-label={t('budget.used', { percent })} status={left.amount.startsWith('-') ? 'exception' : 'normal'} />
      <dl className="facts">
        <dt>{t('budget.left')}</dt><dd><MoneyText money={left} /> {left.amount.startsWith('-') ? <StateTag tone="cannot">{t('budget.over')}</StateTag> : percent >= NEARLY && <StateTag tone="look">{t('budget.nearly')}</StateTag>}</dd>
        <dt>{t('budget.spent')}</dt><dd><MoneyText money={spent} /></dd>
        <dt>{t('budget.reserved')}</dt><dd><MoneyText money={reserved} /></dd>
      </dl>
    </>
  );
}

function BudgetDialog({ clientId, period, budget, currency, onClose }: { clientId: number; period: Period; budget: BudgetView | undefined; currency: string; onClose(): void }) {
  const { t } = useTranslation('money');
  const form = useRef<HTMLDivElement>(null);
  const [amount, setAmount] = useState(budget?.sum.amount);
  const [missing, setMissing] = useState(false);
  const save = useCommand('setBudget', onClose);
  const submit = () => {
    if (amount === undefined || form.current?.querySelector('[aria-invalid=true]')) return setMissing(true);
    save.mutate({ params: { id: clientId, period, ...(budget && { version: budget.version }) }, body: { sum: { amount, currency: budget?.sum.currency ?? currency } } });
  };
  return (
    <Dialog open title={t('budget.title', { period: t(`budget.${period}`) })} okText={t('save')} cancelText={t('back')} okButtonProps={{ loading: save.isPending }} onOk={submit} onCancel={onClose} width={400}>
      <div ref={form}>
        <Form layout="vertical" onFinish={submit}>
          <Form.Item label={t('column.sum')} htmlFor="budget-sum" extra={t('budget.hint')} {...(missing && { validateStatus: 'error', help: t('book.sumMissing') })}>
            <AmountInput id="budget-sum" label={t('column.sum')} data-autofocus value={amount} onChange={setAmount} suffix={budget?.sum.currency ?? currency} />
          </Form.Item>
          <ProblemNote error={save.error} />
          <button type="submit" hidden />
        </Form>
      </div>
    </Dialog>
  );
}
