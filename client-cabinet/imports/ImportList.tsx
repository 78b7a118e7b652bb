import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOperationPages } from '../../src/ui/api/pages.js';
import { outcomes } from '../../src/ui/imports/states.js';
import { useSession } from '../session.js';
import { More } from '../shell/More.js';
import { Opening } from '../shell/Opening.js';
import { useTimes } from '../shell/times.js';
import { Trouble } from '../shell/Trouble.js';
import { DropFile } from './DropFile.js';
import { ImportState } from './ImportState.js';

export function ImportList() {
  const { t } = useTranslation('imports');
  const { readOnly } = useSession();
  const { moment } = useTimes();
  const { rows, error, isFetching, hasNextPage, more } = useOperationPages('cabinetListImports', { limit: 50 }, { watch: ['import'] });
  return (
    <div className="page">
      <Link className="link-button" to="/people">‹ {t('toPeople')}</Link>
      <h1>{t('title')}</h1>
      {!readOnly && <DropFile />}
      <p className="soft">{t('safe')}</p>
      <h2>{t('list')}</h2>
      <Trouble error={error} />
      {rows.length === 0 && (isFetching ? <Opening /> : !error && <p className="soft">{t('none')}</p>)}
      {rows.length > 0 && (
        <ul className="list">
          {rows.map(({ id, fileName, state, counts, rowCount, createdAt }) => (
            <li key={id}>
              <Link className="open" to={`/people/imports/${id}`}>
                <span className="grow">
                  <strong className="clip">{fileName}</strong>
                  <span className="soft small">{[moment(createdAt), ...(counts ? outcomes.filter((one) => counts[one] > 0).map((one) => `${t(`outcome.${one}`)} ${counts[one]}`) : [t('rowCount', { count: rowCount })])].join(' · ')}</span>
                </span>
                <ImportState state={state} />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && <More onMore={more} busy={isFetching} failed={error !== null} />}
    </div>
  );
}
