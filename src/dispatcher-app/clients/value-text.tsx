// Values of settings in words of the reader's language.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MoneyText, type Named } from '../../ui/components/small.js';
import { formatDate, shortTime } from '../../ui/format/dates.js';
import type { Money } from '../../ui/format/money.js';

function isMoney(value: object): value is Money {
  return 'amount' in value && 'currency' in value;
}

function isNamed(value: object): value is Named {
  return 'name' in value;
}

/** Any value of any setting in words. */
export function useValueText(): (settingKey: string, value: unknown) => ReactNode {
  const { t } = useTranslation('settings');
  const show = (key: string, value: unknown): ReactNode => {
    if (value === null || value === undefined) return <s title={t('none')}><span className="visually-hidden">{t('none')}</span><span aria-hidden="true">—</span></s>;
    if (value === true) return /^right\.|^cardTopUp/.test(key) ? t('allowed') : t('yes');
    if (value === false) return /^right\.|^cardTopUp/.test(key) ? t('forbidden') : t('no');
    if (typeof value === 'number') return <span className="number">{value}</span>;
    if (typeof value === 'string') {
      if (/^\d{4}-\d\d-\d\d$/.test(value)) return formatDate(value);
      if (/^\d{4}-\d\d-\d\dT/.test(value)) return shortTime(value);
      return t(`value.${key}.${value}`, { defaultValue: value });
    }
    if (Array.isArray(value)) return value.length === 0 ? t('emptySet') : value.map((item) => (typeof item === 'object' && item !== null && isNamed(item) ? item.name : t(`value.${key}.${item}`, { defaultValue: String(item) }))).join(', ');
    if (typeof value !== 'object') return String(value);
    if (isMoney(value)) return <MoneyText money={value} />;
    if (isNamed(value)) return value.name;
    const parts = Object.entries(value).filter(([, part]) => part !== null && part !== undefined && part !== '');
    return parts.map(([name, part]) => <span key={name} className="part">{t(`part.${key}.${name}`, { defaultValue: name })}: {show(`${key}.${name}`, part)} </span>);
  };
  return show;
}
