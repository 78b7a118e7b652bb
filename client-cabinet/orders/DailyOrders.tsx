// Schedules: one order after the other is made of each (O-11).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CabinetDailyOrder } from '../../src/contract/cabinet-orders.js';
import { queries, useCommand } from '../../src/ui/api/hooks.js';
import { useOperationPages } from '../../src/ui/api/pages.js';
import { StateTag } from '../../src/ui/components/plain.js';
import { useSession } from '../session.js';
import { Dialog } from '../shell/Dialog.js';
import { More } from '../shell/More.js';
import { Opening } from '../shell/Opening.js';
import { useTimes } from '../shell/times.js';
import { Trouble } from '../shell/Trouble.js';
import { dayName, ScheduleDialog } from './ScheduleDialog.js';
import { useReasonText } from './Verdict.js';

const readAgain = () => void queries.invalidateQueries({ queryKey: ['cabinetListDailyOrders'] });

export default function DailyOrders() {
  const { t } = useTranslation('orders');
  const { readOnly } = useSession();
  const [adding, setAdding] = useState(false);
  const { rows, error, isFetching, hasNextPage, more } = useOperationPages('cabinetListDailyOrders', { limit: 50 }, { watch: ['dailyOrder', 'order'] });
  if (rows.length === 0 && (error || isFetching)) return error ? <Trouble error={error} /> : <Opening />;
  return (
    <>
      {!readOnly && <div><button type="button" className="quiet-button" onClick={() => setAdding(true)}>{t('daily.add')}</button></div>}
      {rows.length === 0 && <div className="empty"><h2>{t('empty.daily')}</h2><p>{t('daily.hint')}</p></div>}
      <ul className="rides">{rows.map((daily) => <li key={daily.id}><Schedule daily={daily} mayChange={!readOnly} /></li>)}</ul>
      {hasNextPage && <More onMore={more} busy={isFetching} failed={error !== null} />}
      {adding && <ScheduleDialog daily={null} onClose={() => setAdding(false)} onSaved={readAgain} />}
    </>
  );
}

function Schedule({ daily, mayChange }: { daily: CabinetDailyOrder; mayChange: boolean }) {
  const { t } = useTranslation('orders');
  const { moment } = useTimes();
  const reasonText = useReasonText();
  const [asking, setAsking] = useState<'change' | 'remove' | null>(null);
  const pause = useCommand('cabinetPauseDailyOrder', readAgain);
  const resume = useCommand('cabinetResumeDailyOrder', readAgain);
  const remove = useCommand('cabinetRemoveDailyOrder', readAgain);
  const input = { params: { id: daily.id, version: daily.version }, body: {} };
  const route = daily.addresses.map(({ address }) => address);
  return (
    <div className="ride">
      <span className="row apart"><strong className="clip">{daily.passenger ?? daily.customer.name}</strong><StateTag tone={daily.state === 'active' ? 'fine' : 'plain'}>{t(`daily.state.${daily.state}`)}</StateTag></span>
      <span>{daily.time} · {daily.weekdays.length === 7 ? t('daily.every') : daily.weekdays.map((day) => dayName(day, 'short')).join(', ')}</span>
      <span>{route.length > 0 ? [route[0], ...route.slice(1).slice(-1)].join(' → ') : <span className="soft">{t('rides:noAddress')}</span>}</span>
      {daily.next && daily.state === 'active' && <span className="soft small">{t('daily.next')} {moment(daily.next.at)}</span>}
      {daily.problem && <span className="note-box look-box small">{daily.problem.reasons.length > 0 ? daily.problem.reasons.map(reasonText).join(' ') : daily.problem.message}</span>}
      <Trouble error={pause.error ?? resume.error ?? remove.error} />
      {mayChange && (
        <span className="acts">
          {daily.state === 'active' && <button type="button" className="quiet-button" disabled={pause.isPending} onClick={() => pause.mutate(input)}>{t('daily.pause')}</button>}
          {(daily.state === 'paused' || daily.state === 'stopped') && <button type="button" className="quiet-button" disabled={resume.isPending} onClick={() => resume.mutate(input)}>{t('daily.resume')}</button>}
          {daily.state !== 'over' && <button type="button" className="quiet-button" onClick={() => setAsking('change')}>{t('daily.change')}</button>}
          <button type="button" className="danger-button" onClick={() => setAsking('remove')}>{t('daily.remove')}</button>
        </span>
      )}
      {asking === 'change' && <ScheduleDialog daily={daily} onClose={() => setAsking(null)} onSaved={readAgain} />}
      {asking === 'remove' && (
        <Dialog title={t('daily.removeTitle')} onClose={() => setAsking(null)}>
          <p>{t('daily.removeMeans')}</p>
          <button type="button" className="danger-button" disabled={remove.isPending} onClick={() => remove.mutate({ params: input.params })}>{t('daily.remove')}</button>
        </Dialog>
      )}
    </div>
  );
}
