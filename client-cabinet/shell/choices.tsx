// Language and colours: the browser's own controls, which a phone knows best and which weigh nothing.
import { useTranslation } from 'react-i18next';
import { chooseLanguage, type Language, languages } from '../../src/ui/i18n/i18n.js';
import { useScheme } from '../../src/ui/theme/Theme.js';

export function LanguageChoice() {
  const { t, i18n } = useTranslation();
  return (
    <select className="plain-select" aria-label={t('language')} value={i18n.language} onChange={({ target }) => void chooseLanguage(target.value as Language)}>
      {Object.entries(languages).map(([value, label]) => <option key={value} value={value}>{label}</option>)}
    </select>
  );
}

export function SchemeChoice() {
  const { t } = useTranslation();
  const { scheme, choose } = useScheme();
  const other = scheme === 'dark' ? 'light' : 'dark';
  return <button type="button" className="plain-button" aria-label={t(`scheme.${other}`)} onClick={() => choose(other)}>{scheme === 'dark' ? '☀' : '☾'}</button>;
}
