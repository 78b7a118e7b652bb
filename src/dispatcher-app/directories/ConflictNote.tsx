// Mine and theirs, field by field, and one button for each way out (D-8).
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSettingLabel } from '../clients/setting-labels.js';
import { usePlainValue } from './plain-value.js';

export interface Conflict {
  field: string;
  mine: unknown;
  theirs: unknown;
  before: unknown;
}

export function ConflictNote({ conflicts, onMine, onTheirs }: { conflicts: readonly Conflict[]; onMine(): void; onTheirs(): void }) {
  const { t } = useTranslation('directories');
  const settingLabel = useSettingLabel();
  const show = usePlainValue();
  return (
    <Alert
      type="warning" showIcon title={t('conflict.title')}
      description={
        <div className="column">
          <table className="conflict">
            <thead><tr><th scope="col">{t('conflict.field')}</th><th scope="col">{t('conflict.mine')}</th><th scope="col">{t('conflict.theirs')}</th></tr></thead>
            <tbody>
              {conflicts.map(({ field, mine, theirs }) => (
                <tr key={field}>
                  <th scope="row">{field.startsWith('settings.') ? settingLabel(field.slice('settings.'.length)) : t(`field.${field}`)}</th>
                  <td>{show(field, mine)}</td>
                  <td>{show(field, theirs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className="row"><Button onClick={onTheirs}>{t('conflict.takeTheirs')}</Button><Button onClick={onMine}>{t('conflict.keepMine')}</Button></div>
        </div>
      }
    />
  );
}
