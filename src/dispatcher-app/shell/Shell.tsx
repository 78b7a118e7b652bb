// The frame around every screen: sections, search, the line's state, who is signed in.
import { LogoutOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Dropdown, Modal, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet, useNavigate } from 'react-router';
import { LineSign } from '../../ui/components/LineSign.js';
import { Empty } from '../../ui/components/small.js';
import { CallCards } from '../calls/CallCards.js';
import { OperatorMessages } from '../calls/OperatorMessages.js';
import { sections } from '../sections.js';
import { useSession } from '../session.js';
import { LanguageChoice, SchemeChoice } from './choices.js';
import { KeysHelp, useKey } from './keys.js';
import { QuickSearch } from './QuickSearch.js';

export function Shell() {
  const { t } = useTranslation();
  const { user, can, signOut } = useSession();
  const [help, setHelp] = useState(false);
  const navigate = useNavigate();
  useKey('?', () => setHelp(true));
  // Beside an open order too: its drawer shuts nothing out.
  useKey('o', () => {
    if (!document.querySelector('.ant-modal-wrap:not([style*="display: none"])')) void navigate('/orders/new');
  }, { enabled: can('order.manage'), inDialog: true });
  return (
    <div className="shell">
      <a className="skip-link" href="#content">{t('skipToContent')}</a>
      <header className="top-bar">
        <NavLink to="/clients" className="brand" aria-label="Treeline">Treeline</NavLink>
        <nav aria-label={t('sections')}>
          <NavLink to="/clients">{t('section.clients')}</NavLink>
          {sections.filter(({ right }) => can(right)).map(({ path }) => <NavLink key={path} to={`/${path}`}>{t(`section.${path}`)}</NavLink>)}
        </nav>
        <QuickSearch />
        <LineSign />
        <Tooltip title={t('keys.title')}><Button type="text" aria-label={t('keys.title')} icon={<QuestionCircleOutlined />} onClick={() => setHelp(true)} /></Tooltip>
        <SchemeChoice />
        <LanguageChoice />
        <Dropdown menu={{ items: [{ key: 'out', icon: <LogoutOutlined />, label: t('signOut'), onClick: () => void signOut() }] }} trigger={['click']}>
          <Button type="text">{user.name || user.login} ▾</Button>
        </Dropdown>
      </header>
      {can('order.manage') && <CallCards />}
      <OperatorMessages />
      <main id="content" className="content" tabIndex={-1}><Outlet /></main>
      <Modal open={help} onCancel={() => setHelp(false)} footer={null} title={t('keys.title')} width={640}><KeysHelp /></Modal>
    </div>
  );
}

export function NoSuchPage() {
  const { t } = useTranslation();
  return <Empty title={t('noSuchPage')}><NavLink to="/clients">{t('section.clients')}</NavLink></Empty>;
}
