// Mine and theirs, field by field, and one button for each way out (D-8).
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '../api/call-error.js';
import './conflict.css';

interface Props {
  conflicts: readonly Conflict[];
  label(field: string): string;
  show(field: string, value: unknown): ReactNode;
  onMine(): void;
  onTheirs(): void;
}

export function ConflictNote({ conflicts, label, show, onMine, onTheirs }: Props) {
  const { t } = useTranslation('common');
  return (
    <Alert
      type="warning" showIcon title={t('conflict.title')}
      description={
        <div className="column">
          <table className="conflict">
            <thead><tr><th scope="col">{t('conflict.field')}</th><th scope="col">{t('conflict.mine')}</th><th scope="col">{t('conflict.theirs')}</th></tr></thead>
            <tbody>
              {conflicts.map(({ field, mine, theirs }) => <tr key={field}><th scope="row">{label(field)}</th><td>{show(field, mine)}</td><td>{show(field, theirs)}</td></tr>)}
            </tbody>
          </table>
          <div className="row"><Button onClick={onTheirs}>{t('conflict.takeTheirs')}</Button><Button onClick={onMine}>{t('conflict.keepMine')}</Button></div>
        </div>
      }
    />
  );
}
