import { useTranslation } from 'react-i18next';
import { useCommand } from '../../src/ui/api/hooks.js';
import { chooseLanguage, type Language, languages } from '../../src/ui/i18n/i18n.js';
import { useSession } from '../session.js';
import { Trouble } from '../shell/Trouble.js';

/** Of this screen, and of what is written to the client. */
export function LanguageOfClient() {
  const { t, i18n } = useTranslation('profile');
  const { me, readOnly } = useSession();
  const keep = useCommand('cabinetChooseLanguage');
  const choose = (language: Language) => {
    void chooseLanguage(language);
    if (!readOnly && me.operator === null) keep.mutate({ body: { language } });
  };
  return (
    <>
      <div className="field">
        <label htmlFor="own-language">{t('common:language')}</label>
        <select id="own-language" aria-describedby="own-language-told" value={i18n.language} onChange={({ target }) => choose(target.value as Language)}>
          {Object.entries(languages).map(([value, label]) => <option key={value} value={value}>{label}</option>)}
        </select>
        <p id="own-language-told" className="soft">{t('languageHint')}</p>
      </div>
      <Trouble error={keep.error} />
    </>
  );
}
