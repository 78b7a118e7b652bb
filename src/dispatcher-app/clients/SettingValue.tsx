// An effective value with its mark: own has a dot, inherited is grey with an arrow and its source, none is a struck dash.
import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Popover, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EffectiveSetting, Source } from '../../contract/effective.js';
import { useValueText } from './value-text.js';
import { WhyPanel } from './WhyPanel.js';

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
      <span className="value-line">
      <span className="clip">{show(settingKey, setting.value)}</span>
      {!plain && (
        <Popover trigger={['click']} destroyOnHidden content={<WhyPanel clientId={clientId} settingKey={settingKey} {...(onGo && { onGo })} />}>
          <Tooltip title={t('why')}><Button type="text" className="why-button" aria-label={t('why')} icon={<QuestionCircleOutlined />} /></Tooltip>
        </Popover>
      )}
      </span>
      <SourceName source={setting.source} onGo={onGo} />
    </span>
  );
}
