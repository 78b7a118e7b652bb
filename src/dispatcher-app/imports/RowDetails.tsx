// What one row would change, and what of it was left out.
import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportRowView } from '../../contract/imports.js';
import { useSettingLabel } from '../clients/setting-labels.js';

function plain(value: unknown, word: (key: string) => string): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return word(value ? 'yes' : 'no');
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'object' && one !== null ? String((one as { number?: unknown; name?: unknown }).number ?? (one as { name?: unknown }).name ?? '…') : String(one))).join(', ');
  if (typeof value === 'object') return String((value as { name?: unknown }).name ?? (value as { value?: unknown }).value ?? JSON.stringify(value));
  return String(value);
}

export function RowDetails({ row, onClose }: { row: ImportRowView; onClose(): void }) {
  const { t } = useTranslation('imports');
  const settingLabel = useSettingLabel();
  const fieldName = (field: string) => (field.startsWith('settings.') ? settingLabel(field.slice('settings.'.length)) : t(`target.${field}`, { defaultValue: field }));
  const shown = (field: string, value: unknown) => (field === 'kind' && typeof value === 'string' ? t(`clients:kind.${value}`) : plain(value, t));
  const changes = Object.entries(row.changes);
  return (
    <section className="panel row-details" aria-label={t('rows.details')}>
      <div className="row apart"><b>{row.row === null ? t('rows.implied') : t('rows.rowOf', { row: row.row })}: {row.name}</b><Button type="text" aria-label={t('rows.close')} icon={<CloseOutlined />} onClick={onClose} /></div>
      {row.reason && <p className={row.outcome === 'error' ? 'cannot' : ''}>{row.reason}</p>}
      {row.warnings.length > 0 && <ul>{row.warnings.map(({ field, value, reason }) => <li key={`${field} ${value} ${reason}`}><b>{fieldName(field)}</b> “{value}”: {reason}</li>)}</ul>}
      {changes.length > 0 && (
        <dl className="facts">
          {changes.map(([field, [before, after]]) => [<dt key={`${field}-name`}>{fieldName(field)}</dt>, <dd key={field}>{before === null ? '' : <><s className="soft">{shown(field, before)}</s> → </>}{shown(field, after)}</dd>])}
        </dl>
      )}
      {changes.length === 0 && row.warnings.length === 0 && !row.reason && <p className="soft">{t('rows.noChanges')}</p>}
    </section>
  );
}
