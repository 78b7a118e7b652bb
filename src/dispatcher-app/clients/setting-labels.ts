import { useTranslation } from 'react-i18next';

/** The name of a setting in the reader's language; attributes have names of their own, given by the server. */
export function useSettingLabel(): (key: string, fromServer?: string) => string {
  const { t } = useTranslation('settings');
  return (key, fromServer) => (key.startsWith('attribute.') ? (fromServer ?? key) : t(`label/${key}`, { defaultValue: fromServer ?? key, keySeparator: '/' }));
}
