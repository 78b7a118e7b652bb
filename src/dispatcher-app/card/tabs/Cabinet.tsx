// Tab 14: the six rights in the client cabinet (D-10, D-13), and the user agreement (C-10).
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCommand, useOperation } from '../../../ui/api/hooks.js';
import { ProblemNote, Time } from '../../../ui/components/small.js';
import { useSession } from '../../session.js';
import { useCard } from '../card-context.js';
import { RightRow } from '../SettingRow.js';
import { Section } from './General.js';

const rights = ['right.employees', 'right.transfer', 'right.currentOrders', 'right.finishedOrders', 'right.dailyOrders', 'right.driverReviews'];

export default function Cabinet() {
  const { t } = useTranslation('card');
  return (
    <div className="card-sections">
      <Section title={t('cabinet.title')} wide>
        <p className="soft">{t('cabinet.hint')}</p>
        {rights.map((key) => <RightRow key={key} settingKey={key} />)}
      </Section>
      <Agreement />
    </div>
  );
}

/** Which versions the client accepted, how; an operator may accept for it (B-12). */
function Agreement() {
  const { t } = useTranslation('card');
  const { id, at } = useCard();
  const { can } = useSession();
  const { data, error } = useOperation('listClientAgreements', { id }, { enabled: at === null, watch: [`client:${id}`, 'agreement'] });
  const accept = useCommand('acceptAgreementForClient');
  if (at !== null || (!data && !error)) return null;
  const waits = data?.current != null && !data.items.some(({ number }) => number === data.current);
  return (
    <Section title={t('cabinet.agreement.title')} wide>
      <ProblemNote error={error ?? accept.error} />
      {data?.current === null && data.items.length === 0 && <p className="soft">{t('cabinet.agreement.none')}</p>}
      {waits && (
        <div className="row apart">
          <span>{t('cabinet.agreement.waits', { number: data.current })}</span>
          {can('client.change') && <Button loading={accept.isPending} onClick={() => accept.mutate({ params: { id } })}>{t('cabinet.agreement.accept')}</Button>}
        </div>
      )}
      {(data?.items.length ?? 0) > 0 && (
        <ul className="plain-list column">
          {data?.items.map((item) => (
            <li key={item.number}>
              <div>{t('cabinet.agreement.version', { number: item.number, name: item.name })} · <Time at={item.at} /></div>
              <div className="soft">{[item.operator === null ? t('cabinet.agreement.itself', { login: item.login ?? '—' }) : t('cabinet.agreement.operator', { name: item.operator }), t(`door.${item.channel}`), item.ip].filter(Boolean).join(' · ')}</div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
