// Tab 8: attributes in their order; own with a tick, inherited grey with a square and where they come from. Hidden ones
// only for those with the right, behind a switch that starts off.
import { BorderOutlined, CheckSquareOutlined, EyeInvisibleOutlined } from '@ant-design/icons';
import { Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../../ui/api/directories.js';
import { Empty, ProblemNote } from '../../../ui/components/small.js';
import { useSession } from '../../session.js';
import { useCard } from '../card-context.js';
import { SettingRow } from '../SettingRow.js';

export default function Attributes() {
  const { t } = useTranslation('card');
  const { can } = useSession();
  const { value } = useCard();
  const [withHidden, setWithHidden] = useState(false);
  const attributes = useDirectory('attributes');
  if (attributes.error) return <ProblemNote error={attributes.error} onRetry={() => void attributes.refetch()} />;
  const listed = (attributes.data?.items ?? [])
    .filter(({ boundTo, hidden }) => (!Array.isArray(boundTo) || boundTo.includes('client')) && (withHidden || hidden !== true))
    .sort((a, b) => Number(a.order) - Number(b.order) || a.id - b.id);
  return (
    <div className="card-sections">
      <section className="card-section wide attributes">
        {can('attribute.seeHidden') && (
          // biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control
          <label className="row"><Switch size="small" checked={withHidden} onChange={setWithHidden} aria-label={t('attributes.showHidden')} /> {t('attributes.showHidden')}</label>
        )}
        {attributes.data && listed.length === 0 && <Empty title={t('attributes.none')}><p>{t('attributes.noneHint')}</p></Empty>}
        {listed.map((attribute) => {
          const own = value(`settings.attribute.${attribute.id}`) !== null;
          return (
            <div key={attribute.id} className="attribute">
              <span className={own ? 'attribute-mark own' : 'attribute-mark'}>
                {own ? <CheckSquareOutlined role="img" aria-label={t('attributes.own')} title={t('attributes.own')} /> : <BorderOutlined role="img" aria-label={t('attributes.inherited')} title={t('attributes.inherited')} />}
                {attribute.hidden === true && <EyeInvisibleOutlined role="img" aria-label={t('attributes.hidden')} title={t('attributes.hidden')} />}
              </span>
              <div className="grow"><SettingRow settingKey={`attribute.${attribute.id}`} attribute={attribute} /></div>
            </div>
          );
        })}
      </section>
    </div>
  );
}
