// Where one begins.
import { useTranslation } from 'react-i18next';
import { useSession } from '../session.js';

export default function HomePage() {
  const { t } = useTranslation('home');
  const { me } = useSession();
  return <div className="page"><h1>{t('hello', { name: me.name })}</h1></div>;
}
