import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOperationPages } from '../../src/ui/api/pages.js';
import { More } from '../shell/More.js';
import { Opening } from '../shell/Opening.js';
import { useTimes } from '../shell/times.js';
import { Trouble } from '../shell/Trouble.js';
import { Stars } from './Stars.js';

/** What drivers say about rides, where the client may see it. */
export default function Reviews() {
  const { t } = useTranslation('orders');
  const { moment } = useTimes();
  const { rows, error, isFetching, hasNextPage, more } = useOperationPages('cabinetListDriverReviews', { limit: 50 }, { watch: ['order'] });
  if (rows.length === 0) return error ? <Trouble error={error} /> : isFetching ? <Opening /> : <div className="empty"><h2>{t('empty.reviews')}</h2></div>;
  return (
    <>
      <ul className="list">
      {rows.map((review) => (
        <li key={`${review.orderId} ${review.at}`}>
          <div className="grow">
            <span className="row wrap"><Stars count={review.stars} /><strong>{review.customer.name}</strong><Link to={`/orders/${review.orderId}`}>№ {review.orderId}</Link></span>
            {review.comment && <span>{review.comment}</span>}
            <span className="soft small">{[review.driver, moment(review.at)].filter(Boolean).join(' · ')}</span>
          </div>
        </li>
      ))}
    </ul>
    {hasNextPage && <More onMore={more} busy={isFetching} failed={error !== null} />}
    </>
  );
}
