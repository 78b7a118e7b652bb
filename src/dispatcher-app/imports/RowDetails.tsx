// What one row would change, and what of it was left out.
import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportRowView } from '../../contract/imports.js';
import { useImportReason } from '../../ui/imports/reasons.js';
import { plainValue } from '../../ui/imports/values.js';
import { useSettingLabel } from '../clients/setting-labels.js';

export function RowDetails({ row, onClose }: { row: ImportRowView; onClose(): void }) {
  const { t } = useTranslation('imports');
  const settingLabel = useSettingLabel();
  const say = useImportReason();
  const fieldName = (field: string) => (field.startsWith('settings.') ? settingLabel(field.slice('settings.'.length)) : t(`target.${field}`, { defaultValue: field }));
  const shown = (field: string, value: unknown) => (field === 'kind' && typeof value === 'string' ? t(`clients:kind.${value}`) : plainValue(value, t));
  const changes = Object.entries(row.changes);
  return (
    <section className="panel row-details" aria-label={t('rows.details')}>
      <div className="row apart"><b>{row.row === null ? t('rows.implied') : t('rows.rowOf', { row: row.row })}: {row.name}</b><Button type="text" aria-label={t('rows.close')} icon={<CloseOutlined />} onClick={onClose} /></div>
      {row.reason && <p className={row.outcome === 'error' ? 'cannot' : ''}>{say(row.reason, fieldName)}</p>}
      {row.warnings.length > 0 && <ul>{row.warnings.map(({ field, value, reason }) => <li key={`${field} ${value} ${reason}`}><b>{fieldName(field)}</b> “{value}”: {say(reason, fieldName)}</li>)}</ul>}
      {changes.length > 0 && (
        <dl className="facts">
          {changes.map(([field, [before, after]]) => [<dt key={`${field}-name`}>{fieldName(field)}</dt>, <dd key={field}>{before === null ? '' : <><s className="soft">{shown(field, before)}</s> → </>}{shown(field, after)}</dd>])}
        </dl>
      )}
      {changes.length === 0 && row.warnings.length === 0 && !row.reason && <p className="soft">{t('rows.noChanges')}</p>}
    </section>
  );
}
