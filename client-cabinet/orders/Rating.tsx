import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queries, useCommand, useOperation } from '../../src/ui/api/hooks.js';
import { Trouble } from '../shell/Trouble.js';
import { Stars } from './Stars.js';

/** One to five stars, once (O-12). */
export function Rating({ orderId, mayRate }: { orderId: number; mayRate: boolean }) {
  const { t } = useTranslation('orders');
  const [stars, setStars] = useState(0);
  const [comment, setComment] = useState('');
  const { data, error } = useOperation('cabinetListFeedback', { id: orderId }, { watch: [`order:${orderId}`] });
  const rate = useCommand('cabinetRateOrder', () => void queries.invalidateQueries({ queryKey: ['cabinetListFeedback'] }));
  if (!data) return <Trouble error={error} />;
  const rated = data.items.some(({ author }) => author === 'passenger');
  if (data.items.length === 0 && !mayRate) return null;
  return (
    <section className="sheet" aria-labelledby="rating">
      <h2 id="rating">{t('rating.title')}</h2>
      {data.items.map((one) => <p key={`${one.author} ${one.at}`}><span className="soft">{t(`rating.${one.author}`)}</span> <Stars count={one.stars} />{one.comment && <><br />{one.comment}</>}</p>)}
      {!rated && mayRate && (
        <>
          <fieldset className="plain-fieldset">
            <legend className="field-label">{t('rating.how')}</legend>
            <div className="stars">{[1, 2, 3, 4, 5].map((count) => <button key={count} type="button" aria-pressed={stars === count} aria-label={t('rating.stars', { count })} onClick={() => setStars(count)}>{count <= stars ? '★' : '☆'}</button>)}</div>
          </fieldset>
          {stars > 0 && (
            <>
              <div className="field"><label htmlFor="rating-comment">{t('rating.comment')}</label><textarea id="rating-comment" value={comment} maxLength={1000} onChange={({ target }) => setComment(target.value)} /></div>
              <button type="button" className="main-button" disabled={rate.isPending} onClick={() => rate.mutate({ params: { id: orderId }, body: { stars, comment: comment.trim() || null } })}>{t('rating.send')}</button>
            </>
          )}
          <Trouble error={rate.error} />
        </>
      )}
    </section>
  );
}
