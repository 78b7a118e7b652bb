import { MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button, Select, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, type Language, languages } from '../../ui/i18n/i18n.js';
import { useScheme } from '../../ui/theme/Theme.js';

export function LanguageChoice() {
  const { t, i18n } = useTranslation();
  return (
    <Select
      aria-label={t('language')} variant="borderless" value={i18n.language as Language} popupMatchSelectWidth={false}
      options={Object.entries(languages).map(([value, label]) => ({ value, label }))} onChange={(language: Language) => void chooseLanguage(language)}
    />
  );
}

export function SchemeChoice() {
  const { t } = useTranslation();
  const { scheme, choose } = useScheme();
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip title={t(`scheme.${other}`)}>
      <Button type="text" aria-label={t(`scheme.${other}`)} icon={scheme === 'dark' ? <SunOutlined /> : <MoonOutlined />} onClick={() => choose(other)} />
    </Tooltip>
  );
}
