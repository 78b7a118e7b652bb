import { useTranslation } from 'react-i18next';
import type { Consequences as Told } from '../../src/contract/clients.js';

/** What an act would do, before it is done (D-5). */
export function Consequences({ told }: { told: Told }) {
  const { t } = useTranslation(['people', 'settings']);
  const changed = Object.entries(told.changed);
  const label = (key: string) => t(`settings:label/${key}`, { keySeparator: '/', defaultValue: key });
  return (
    <div className="note-box">
      <p>{t('consequences.clients', { count: told.clients })}</p>
      {changed.length === 0 ? <p className="soft">{t('consequences.nothing')}</p> : (
        <ul>{changed.map(([key, count]) => <li key={key}>{t('consequences.get', { count, setting: label(key) })}</li>)}</ul>
      )}
      {told.first.length > 0 && <p className="soft small">{told.first.slice(0, 6).map(({ name }) => name).join(', ')}</p>}
    </div>
  );
}
