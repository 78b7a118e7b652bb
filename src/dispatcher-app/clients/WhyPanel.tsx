// Why does this hold (S-7): the chain from the client to the root, then the group and the default; what each says, which won.
import { CheckOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../ui/api/hooks.js';
import { ProblemNote } from '../../ui/components/small.js';
import { useSettingLabel } from './setting-labels.js';
import { useValueText } from './value-text.js';

export function WhyPanel({ clientId, settingKey, onGo }: { clientId: number; settingKey: string; onGo?(id: number): void }) {
  const { t } = useTranslation('settings');
  const label = useSettingLabel();
  const show = useValueText();
  const why = useOperation('whySetting', { id: clientId, key: settingKey }, { watch: ['client', 'group', 'attribute'] });
  if (why.error) return <ProblemNote error={why.error} />;
  if (!why.data) return <div className="late soft">{t('loading')}</div>;
  return (
    <section className="why" aria-label={t('why')}>
      <strong>{label(settingKey, why.data.label)}: {show(settingKey, why.data.value)}</strong>
      <ol>
        {why.data.chain.map((step, index) => (
          <li key={`${step.kind}-${step.id ?? index}`} className={step.won ? 'won' : 'soft'}>
            <span className="why-who clip">
              {step.kind === 'default' ? t('source.default') : step.kind === 'group' ? t('source.group', { name: step.name }) : onGo && step.id !== undefined ? (
                <Button type="link" className="path-link" onClick={() => onGo(step.id as number)}>{step.name}</Button>
              ) : step.name}
            </span>
            <span className="why-says">{step.says === 'value' || step.says === 'set' ? show(settingKey, step.value) : t(`says.${step.says}`)}</span>
            {step.won && <CheckOutlined className="fine" role="img" aria-label={t('won')} title={t('won')} />}
          </li>
        ))}
      </ol>
    </section>
  );
}
