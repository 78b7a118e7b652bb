// Beside the form: the days that the schedule gives, and when the first order of them is made.
import { DateTime } from 'luxon';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from 'antd';
import type { DailyOrderView } from '../../../contract/daily-orders.js';
import { Empty } from '../../../ui/components/small.js';
import { currentLanguage } from '../../../ui/i18n/i18n.js';
import { useWholeReason } from '../reasons.js';
import type { DailyForm } from './use-daily-form.js';

export function DaysToCome({ form: { days, draft, zone }, daily }: { form: DailyForm; daily: DailyOrderView | null }) {
  const { t } = useTranslation('orders');
  const navigate = useNavigate();
  const reasonText = useWholeReason();
  const written = (at: DateTime) => at.setZone(zone).setLocale(currentLanguage());
  const foreign = DateTime.now().setZone(zone).offset !== DateTime.now().offset;
  const [first] = days;
  return (
    <aside className="order-beside column" aria-label={t('daily.coming')}>
      <h2>{t('daily.coming')}</h2>
      {daily?.openOrder && <div>{t('daily.openNow')} <Button type="link" className="path-link" onClick={() => void navigate(`/orders?order=${daily.openOrder?.id}`)}>№ {daily.openOrder.id}</Button></div>}
      {daily?.problem && (
        <div className="cannot">
          {t('daily.notMadeFor', { day: written(DateTime.fromISO(daily.problem.on, { zone })).toLocaleString({ weekday: 'short', day: 'numeric', month: 'long' }) })}
          {daily.problem.reasons.length > 0 ? daily.problem.reasons.map((reason) => <div key={`${reason.code} ${reason.client?.id}`}>{reasonText(reason)}</div>) : <div>{daily.problem.message}</div>}
        </div>
      )}
      {days.length === 0 ? <Empty title={t('daily.noDays')}><p>{t('daily.noDaysHint')}</p></Empty> : (
        <ol className="plain-list">
          {days.map(({ on, at }) => (
            <li key={on} className="row apart coming-day">
              <span>{written(at).toLocaleString({ weekday: 'long', day: 'numeric', month: 'long' })}</span>
              <strong className="number">{written(at).toFormat('HH:mm')}</strong>
            </li>
          ))}
        </ol>
      )}
      {foreign && days.length > 0 && <p className="soft">{t('daily.zone', { zone })}</p>}
      {first && <p className="soft">{draft.leadMinutes === null ? t('daily.madeSoon') : t('daily.madeAt', { at: written(first.at.minus({ minutes: draft.leadMinutes })).toLocaleString({ weekday: 'short', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }) })}</p>}
      {daily && <p className="soft">{t('daily.changeHint')}</p>}
    </aside>
  );
}
