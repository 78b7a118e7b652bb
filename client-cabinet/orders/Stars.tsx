import { useTranslation } from 'react-i18next';

export function Stars({ count }: { count: number }) {
  const { t } = useTranslation('orders');
  return <span role="img" aria-label={t('rating.stars', { count })} className="look">{'★'.repeat(count)}{'☆'.repeat(5 - count)}</span>;
}
