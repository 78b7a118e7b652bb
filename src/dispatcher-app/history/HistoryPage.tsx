// Everything that happened, newest first (directory.md §6); and the directory as it was at any moment.
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useHistoryView } from './address.js';
import { Happened } from './Happened.js';
import { TimeTravel } from './TimeTravel.js';
import './history.css';

export default function HistoryPage() {
  const { t } = useTranslation('history');
  const [view, change] = useHistoryView();
  const travelling = view.at !== null;
  return (
    <div className="page history">
      <div className="toolbar">
        <h1 className="page-title">{t('title')}</h1>
        <Segmented
          aria-label={t('title')} value={travelling ? 'travel' : 'happened'} options={[{ value: 'happened', label: t('happened') }, { value: 'travel', label: t('travel.title') }]}
          onChange={(shown) => change({ at: shown === 'travel' ? new Date(Date.now() - 86_400_000).toISOString() : null }, { push: true })}
        />
      </div>
      {travelling ? <TimeTravel view={view} change={change} /> : <Happened view={view} change={change} />}
    </div>
  );
}
