// Somebody else changed the same fields: field by field mine, theirs, before; choose, and save again (D-8).
import { Button, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCard } from './card-context.js';
import type { Conflict } from './drafts.js';
import { FieldValue } from './FieldValue.js';
import { usePathLabel } from './use-card-save.js';

export function ConflictDialog({ conflicts, onClose, onSave }: { conflicts: readonly Conflict[]; onClose(): void; onSave(): void }) {
  const { t } = useTranslation('card');
  const { keepMine, drop } = useCard();
  const labelOf = usePathLabel();
  const [chosen, setChosen] = useState<Record<string, 'mine' | 'theirs'>>({});
  const choose = () => {
    for (const { path } of conflicts) {
      if ((chosen[path] ?? 'mine') === 'mine') keepMine(path);
      else drop(path);
    }
    onSave();
  };
  return (
    <Modal open title={t('conflict.title')} width={720} onCancel={onClose} footer={[<Button key="later" onClick={onClose}>{t('conflict.later')}</Button>, <Button key="save" type="primary" onClick={choose}>{t('conflict.save')}</Button>]}>
      <p>{t('conflict.text', { count: conflicts.length })}</p>
      <table className="plain-table">
        <thead><tr><th scope="col">{t('common:conflict.field')}</th><th scope="col">{t('conflict.before')}</th><th scope="col">{t('common:conflict.theirs')}</th><th scope="col">{t('common:conflict.mine')}</th><th scope="col">{t('conflict.choice')}</th></tr></thead>
        <tbody>
          {conflicts.map(({ path, before, theirs, mine }) => (
            <tr key={path}>
              <th scope="row">{labelOf(path)}</th>
              <td className="soft"><FieldValue path={path} value={before} /></td>
              <td><FieldValue path={path} value={theirs} /></td>
              <td><FieldValue path={path} value={mine} /></td>
              <td>
                <Segmented
                  aria-label={`${t('conflict.choice')}: ${labelOf(path)}`} value={chosen[path] ?? 'mine'} onChange={(choice) => setChosen({ ...chosen, [path]: choice as 'mine' })}
                  options={[{ value: 'theirs', label: t('common:conflict.theirs') }, { value: 'mine', label: t('common:conflict.mine') }]}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
