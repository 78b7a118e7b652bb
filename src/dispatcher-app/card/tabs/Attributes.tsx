// Tab 8: attributes in their order; own with a tick, inherited grey with a square and where they come from. Hidden ones
// only for those with the right, behind a switch that starts off.
import { BorderOutlined, CheckSquareOutlined, EyeInvisibleOutlined, MinusSquareOutlined } from '@ant-design/icons';
import { Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../../ui/api/directories.js';
import { Empty, ProblemNote } from '../../../ui/components/small.js';
import { useSession } from '../../session.js';
import { useCard } from '../card-context.js';
import { inheritedOf, type Own, SettingRow } from '../SettingRow.js';

const icons = { own: CheckSquareOutlined, dropped: MinusSquareOutlined, inherited: InheritedSquare, without: BorderOutlined } as const;

/** A filled square, as dispatchers know it. */
function InheritedSquare(props: { role: 'img'; 'aria-label': string; title: string }) {
  return <span className="attribute-square" {...props} />;
}

export default function Attributes() {
  const { t } = useTranslation('card');
  const { can } = useSession();
  const { value, effective } = useCard();
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
          const own = value<Own | null>(`settings.attribute.${attribute.id}`);
          const mark = own === null ? ((inheritedOf(effective[`attribute.${attribute.id}`])?.value ?? null) === null ? 'without' : 'inherited') : own.value === null ? 'dropped' : 'own';
          const Icon = icons[mark];
          return (
            <div key={attribute.id} className={`attribute ${mark}`}>
              <span className="attribute-mark">
                <Icon role="img" aria-label={t(`attributes.${mark}`)} title={t(`attributes.${mark}`)} />
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
