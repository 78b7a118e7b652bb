// The directories (S-8): their list on the left, one of them on the right; its address is /directories/<name>.
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, useParams } from 'react-router';
import type { Right } from '../../contract/rights.js';
import { Empty } from '../../ui/components/small.js';
import { useSession } from '../session.js';
import { itemScreens } from './all-screens.js';
import { CommonApiCalls } from './CommonApiCalls.js';
import { ItemList } from './ItemList.js';
import { OrderRules } from './OrderRules.js';
import { ProductionCalendar } from './ProductionCalendar.js';
import './directories.css';

const chapters = [
  ['clients', ['groups', 'group-transition-rules', 'attributes', 'order-rules', 'agreements']],
  ['prices', ['tariffs', 'tariff-shifts', 'discounts', 'discount-cards', 'production-calendar']],
  ['rides', ['crews', 'crew-groups', 'dynamic-priority-rules']],
  ['money', ['account-kinds', 'carriers', 'settlement-rules']],
  ['people', ['operators', 'roles']],
  ['integrations', ['common-api-users', 'common-api-calls']],
] as const;

const otherPages = { 'order-rules': { seen: 'client.view', Page: OrderRules }, 'production-calendar': { seen: 'client.view', Page: ProductionCalendar }, 'common-api-calls': { seen: 'history.see', Page: CommonApiCalls } } as const;

export default function DirectoriesPage() {
  const { t } = useTranslation('directories');
  const { can } = useSession();
  const { '*': path = '' } = useParams();
  const seen = (name: string): boolean => {
    const right: Right | undefined = itemScreens.find((screen) => screen.path === name)?.seen ?? otherPages[name as keyof typeof otherPages]?.seen;
    return right !== undefined && can(right);
  };
  if (path === '') return <Navigate to="/directories/groups" replace />;
  const screen = itemScreens.find((one) => one.path === path);
  const other = otherPages[path as keyof typeof otherPages];
  return (
    <div className="directories">
      <nav className="directory-nav" aria-label={t('title')}>
        {chapters.map(([chapter, names]) => names.some(seen) && (
          <section key={chapter} aria-labelledby={`chapter-${chapter}`}>
            <h2 id={`chapter-${chapter}`}>{t(`chapter.${chapter}`)}</h2>
            <ul className="plain-list">{names.filter(seen).map((name) => <li key={name}><NavLink to={`/directories/${name}`}>{t(`list.${name}`)}</NavLink></li>)}</ul>
          </section>
        ))}
      </nav>
      {!seen(path) ? <Empty title={t('common:noSuchPage')} /> : screen ? <ItemList key={screen.path} screen={screen} /> : <other.Page />}
    </div>
  );
}
