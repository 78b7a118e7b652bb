// The signed-in client itself: its data, where it is signed in, the second factor, language and colours.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSession } from '../session.js';
import { LanguageOfClient } from './Language.js';
import { Notices } from './Notices.js';
import { Organisations } from './Organisations.js';
import { OwnAgreement } from './OwnAgreement.js';
import { OwnData } from './OwnData.js';
import { Password } from './Password.js';
import { PersonalData } from './PersonalData.js';
import { SecondFactor } from './SecondFactor.js';
import { Sessions } from './Sessions.js';
import './profile.css';

export default function ProfilePage() {
  const { t } = useTranslation('profile');
  const { me, signOut } = useSession();
  return (
    <div className="page">
      <div className="head">
        <h1>{t('title')}</h1>
        <button type="button" className="quiet-button" onClick={() => void signOut()}>{t('common:signOut')}</button>
      </div>
      <OwnData />
      <Notices />
      <section className="sheet" aria-labelledby="look">
        <h2 id="look">{t('look')}</h2>
        <LanguageOfClient />
      </section>
      <section className="sheet"><h2><Link to="/history">{t('common:section.history')}</Link></h2><p className="soft">{t('historyHint')}</p></section>
      {me.operator === null && <Password />}
      {me.operator === null && <SecondFactor />}
      <Sessions />
      {me.operator === null && <Organisations />}
      <OwnAgreement />
      <PersonalData />
    </div>
  );
}
