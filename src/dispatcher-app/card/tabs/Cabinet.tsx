// Tab 14: the six rights in the client cabinet (D-10, D-13), other logins of the same person (C-2), and the user agreement (C-10).
import { Button, Popconfirm } from 'antd';
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
      <Organisations />
      <Agreement />
    </div>
  );
}

/** Whom the person with this login is elsewhere, each proved by its password; whoever asks for it is taken out. */
function Organisations() {
  const { t } = useTranslation('card');
  const { id, at, onGo } = useCard();
  const { can } = useSession();
  const { data, error } = useOperation('listOrganisations', { id }, { enabled: at === null, watch: [`client:${id}`] });
  const unlink = useCommand('unlinkOrganisation');
  const items = data?.items ?? [];
  if (at !== null || (items.length === 0 && !error && !unlink.error)) return null;
  return (
    <Section title={t('cabinet.organisations.title')} wide>
      <p className="soft">{t('cabinet.organisations.hint')}</p>
      <ProblemNote error={error ?? unlink.error} />
      <ul className="plain-list column">
        {items.map((item) => (
          <li key={item.id} className="row apart">
            <span className="row">
              {item.current ? <strong className="clip">{item.name}</strong> : <Button type="link" className="path-link" onClick={() => onGo(item.id)}>{item.name}</Button>}
              <span className="soft clip">{[item.login, ...(item.current ? [t('cabinet.organisations.current')] : [])].join(' · ')} · <Time at={item.linkedAt} /></span>
            </span>
            {can('client.change') && (
              <Popconfirm
                placement="topRight" title={t('cabinet.organisations.question', { name: item.name })} description={<div className="unlink-means">{t('cabinet.organisations.means')}</div>} okText={t('cabinet.organisations.unlink')} cancelText={t('cancel')} okButtonProps={{ danger: true }}
                onConfirm={() => unlink.mutate({ params: { id, organisationId: item.id } })}
              >
                <Button size="small" aria-label={t('cabinet.organisations.unlinkOf', { name: item.name })} loading={unlink.isPending && unlink.variables.params?.organisationId === item.id}>{t('cabinet.organisations.unlink')}</Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
    </Section>
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
