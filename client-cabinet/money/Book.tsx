import { useTranslation } from 'react-i18next';
import { useOperationPages } from '../../src/ui/api/pages.js';
import type { Result } from '../../src/ui/api/operations.js';
import { MoneyText } from '../../src/ui/components/plain.js';
import { More } from '../shell/More.js';
import { Opening } from '../shell/Opening.js';
import { useTimes } from '../shell/times.js';
import { Trouble } from '../shell/Trouble.js';

type Operation = Result<'cabinetListOperations'>['items'][number];

function useOperationName(): (operation: Operation) => string {
  const { t } = useTranslation('money');
  return ({ kind, type, name, orderId, otherClient, cancels, cancelledBy }) => {
    const other = otherClient && (otherClient.name ?? t('above'));
    const what = kind === 'transfer' && other ? t(`kind.transfer.${type}`, { name: other }) : orderId !== null ? t(`kind.${kind}Of`, { id: orderId, defaultValue: t(`kind.${kind}`) }) : kind === 'cancellation' ? t('kind.cancels', { id: cancels ?? '' }) : (name ?? t(`kind.${kind}`));
    return cancelledBy === null ? what : `${what} · ${t('kind.cancelled')}`;
  };
}

/** The account book, newest first. */
export function Book({ id }: { id: number }) {
  const { t } = useTranslation('money');
  const { moment } = useTimes();
  const nameOf = useOperationName();
  const { rows, error, isFetching, hasNextPage, more } = useOperationPages('cabinetListOperations', { id, limit: 50 }, { watch: ['account', 'order'] });
  if (rows.length === 0) return error ? <Trouble error={error} /> : isFetching ? <Opening /> : <div className="empty"><h2>{t('noOperations')}</h2></div>;
  return (
    <>
      <ul className="list">
        {rows.map((operation) => (
          <li key={operation.id}>
            <div className="grow"><span>{nameOf(operation)}</span><span className="soft small">{[moment(operation.at), operation.comment].filter(Boolean).join(' · ')}</span></div>
            <div className="sums"><MoneyText money={{ ...operation.sum, amount: operation.type === 'expense' && !operation.sum.amount.startsWith('-') ? `-${operation.sum.amount}` : operation.sum.amount }} signed /><span className="soft small"><MoneyText money={operation.balanceAfter} /></span></div>
          </li>
        ))}
      </ul>
      {hasNextPage && <More onMore={more} busy={isFetching} failed={error !== null} />}
    </>
  );
}
