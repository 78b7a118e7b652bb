// Tab 17: what happened to the client, to what holds for it, and what is to happen; the card as it was then.
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayInput } from '../../../ui/components/DayInput.js';
import { localDateTime } from '../../../ui/format/dates.js';
import { useCard } from '../card-context.js';
import { EffectiveHistory } from '../EffectiveHistory.js';
import { OwnHistory } from '../OwnHistory.js';
import { Scheduled } from '../Scheduled.js';
import { useTimeTravel } from '../time-travel.js';

export default function History() {
  const { t } = useTranslation('card');
  const { at } = useCard();
  const travel = useTimeTravel();
  const [part, setPart] = useState<'own' | 'effective' | 'scheduled'>('own');
  const [then, setThen] = useState(localDateTime(at));
  return (
    <div className="card-sections">
      <section className="card-section wide column">
        <div className="row wrap apart">
          <Segmented aria-label={t('tab.history')} value={part} onChange={setPart} options={(['own', 'effective', 'scheduled'] as const).map((value) => ({ value, label: t(`history.part.${value}`) }))} />
          <form className="row" onSubmit={(event) => { event.preventDefault(); if (then) travel(new Date(then).toISOString()); }}>
            <label htmlFor="card-then" className="soft">{t('history.asOf')}</label>
            <DayInput id="card-then" withTime max={localDateTime(new Date().toISOString())} value={then} onChange={setThen} />
            <Button htmlType="submit" disabled={!then}>{t('history.show')}</Button>
          </form>
        </div>
        {part === 'own' ? <OwnHistory /> : part === 'effective' ? <EffectiveHistory /> : <Scheduled />}
      </section>
    </div>
  );
}
