// What an act would do, before it is done (D-5): how many clients get other values, the first of them by name.
import { useTranslation } from 'react-i18next';
import type { Consequences } from '../../contract/clients.js';
import { formatNumber } from '../../ui/format/numbers.js';
import { useSettingLabel } from './setting-labels.js';

export function ConsequencesList({ consequences }: { consequences: Consequences }) {
  const { t } = useTranslation('clients');
  const label = useSettingLabel();
  const changed = Object.entries(consequences.changed).sort(([, a], [, b]) => b - a);
  return (
    <div className="column">
      <div>{t('consequences.clients', { count: consequences.clients })}</div>
      {changed.length === 0 ? <div className="soft">{t('consequences.nothing')}</div> : (
        <ul className="consequences">
          {changed.map(([key, count]) => <li key={key}><span className="number">{formatNumber(count)}</span> {t('consequences.get', { count, setting: label(key) })}</li>)}
        </ul>
      )}
      {consequences.first.length > 0 && (
        <details>
          <summary>{t('consequences.first', { count: consequences.first.length })}</summary>
          <ul>{consequences.first.map(({ id, name, settings }) => <li key={id}>{name}: <span className="soft">{settings.map((key) => label(key)).join(', ')}</span></li>)}</ul>
        </details>
      )}
    </div>
  );
}
