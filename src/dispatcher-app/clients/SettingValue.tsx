// An effective value with its mark: own has a dot, inherited is grey with an arrow and its source, none is a struck dash.
import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Popover, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EffectiveSetting, Source } from '../../contract/effective.js';
import { MoneyText, type Named } from '../../ui/components/small.js';
import type { Money } from '../../ui/format/money.js';
import { formatDate, shortTime } from '../../ui/format/dates.js';
import { WhyPanel } from './WhyPanel.js';

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
    if (value === null || value === undefined) return <s aria-label={t('none')} title={t('none')}>—</s>;
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

export function SourceName({ source, onGo }: { source: Source; onGo?: ((id: number) => void) | undefined }) {
  const { t } = useTranslation('settings');
  if (source.kind === 'own') return null;
  if (source.kind === 'default') return <span className="from soft">{t('source.default')}</span>;
  if (source.kind === 'group') return <span className="from soft"><span className="clip">↑ {t('source.group', { name: source.name })}</span></span>;
  return (
    <span className="from soft">
      ↑ {onGo && source.id !== undefined ? <Button type="link" className="path-link" onClick={() => onGo(source.id as number)}>{source.name}</Button> : <span className="clip">{source.name}</span>}
    </span>
  );
}

interface Props {
  clientId: number;
  settingKey: string;
  setting: EffectiveSetting | undefined;
  onGo?(id: number): void;
  /** Without the question mark that opens the chain. */
  plain?: boolean;
}

export function SettingValue({ clientId, settingKey, setting, onGo, plain = false }: Props) {
  const { t } = useTranslation('settings');
  const show = useValueText();
  if (!setting) return <span className="soft">—</span>;
  const { kind } = setting.source;
  return (
    <span className={`value ${kind === 'own' ? 'own' : 'inherited'}`}>
      <span className="clip">{show(settingKey, setting.value)}</span>
      <SourceName source={setting.source} onGo={onGo} />
      {!plain && (
        <Popover trigger={['click']} destroyOnHidden content={<WhyPanel clientId={clientId} settingKey={settingKey} {...(onGo && { onGo })} />}>
          <Tooltip title={t('why')}><Button type="text" className="why-button" aria-label={t('why')} icon={<QuestionCircleOutlined />} /></Tooltip>
        </Popover>
      )}
    </span>
  );
}
