import { useTranslation } from 'react-i18next';
import { DropFile } from '../imports/DropFile.js';
import { useSession } from '../session.js';

/** An empty tree teaches how to fill it. */
export function NobodyYet() {
  const { t } = useTranslation('people');
  const { can, readOnly } = useSession();
  const mayChange = can('right.employees') && !readOnly;
  return (
    <div className="empty">
      <h2>{t('empty.title')}</h2>
      {mayChange && <p>{t('empty.text')}</p>}
      {mayChange && <DropFile />}
    </div>
  );
}
