// The frame: whose cabinet it is, the sections (below on a phone, at the side on a desktop), the state of the line, and
// what holds everywhere: a block, and an operator in place of the client.
import { UserOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet } from 'react-router';
import { LineSign } from '../../src/ui/components/LineSign.js';
import { sections } from '../sections.js';
import { useSession } from '../session.js';
import { LanguageChoice, SchemeChoice } from './choices.js';
import { Welcome } from './Welcome.js';
import { Whose } from './Whose.js';

export function Shell() {
  const { t } = useTranslation();
  const { can } = useSession();
  const shown = sections.filter(({ rights }) => !rights || can(...rights));
  return (
    <div className="shell">
      <a className="skip-link" href="#content">{t('skipToContent')}</a>
      <header className="top">
        <Link to="/" className="brand">Treeline</Link>
        <Whose />
        <LineSign />
        <span className="only-wide"><LanguageChoice /></span>
        <SchemeChoice />
        <NavLink to="/profile" className="plain-button" aria-label={t('section.profile')} title={t('section.profile')}><UserOutlined /></NavLink>
      </header>
      <nav className="bar" aria-label={t('sections')}>
        {shown.map(({ path, icon: Icon }) => (
          <NavLink key={path} to={`/${path}`} end={path === ''}><Icon /><span>{t(`section.${path || 'home'}`)}</span></NavLink>
        ))}
      </nav>
      <main id="content" className="content" tabIndex={-1}>
        <Banners />
        <Welcome />
        <Outlet />
      </main>
    </div>
  );
}

function Banners() {
  const { t } = useTranslation();
  const { me, signOut } = useSession();
  const back = async () => {
    await signOut();
    location.assign('/');
  };
  return (
    <>
      {me.operator && (
        <div className="banner look-box" role="status">
          <span>{t(me.readOnly ? 'banner.operatorReads' : 'banner.operator', { operator: me.operator, client: me.name })}</span>
          <button type="button" className="link-button" onClick={() => void back()}>{t('banner.back')}</button>
        </div>
      )}
      {me.blocked && <div className="banner cannot-box" role="status"><span><strong>{t('banner.blocked')}</strong> {t('banner.blockedMeans')}</span></div>}
    </>
  );
}

export function NoSuchPage() {
  const { t } = useTranslation();
  return <div className="empty"><h1>{t('noSuchPage')}</h1><Link to="/">{t('section.home')}</Link></div>;
}
