// One look at the selected client: may it ride, who pays, on what terms, what the driver must know.
import { EllipsisOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { ClientItem } from '../../contract/clients.js';
import { useOperation, useQuestion } from '../../ui/api/hooks.js';
import { ClientState, Empty, MoneyText, type Named, PathNames, PhoneText, ProblemNote, StateTag } from '../../ui/components/small.js';
import { useWholeReason } from '../orders/reasons.js';
import { useSession } from '../session.js';
import { KindIcon } from './KindIcon.js';
import { SettingValue } from './SettingValue.js';
import { useSettingLabel } from './setting-labels.js';

const shownSettings = ['tariff', 'discount', 'whenFundsShort', 'balanceFloor', 'crewGroups'];

export function ClientSummary({ id, onGo, onOpen, onMenu }: { id: number | null; onGo(id: number): void; onOpen(tab?: string): void; onMenu(client: ClientItem, at: { clientX: number; clientY: number }): void }) {
  const { t } = useTranslation('clients');
  if (id === null) return <Empty title={t('summary.nobody')}><p>{t('summary.hint')}</p></Empty>;
  return <Summary key={id} id={id} onGo={onGo} onOpen={onOpen} onMenu={onMenu} />;
}

function Summary({ id, onGo, onOpen, onMenu }: { id: number; onGo(id: number): void; onOpen(tab?: string): void; onMenu(client: ClientItem, at: { clientX: number; clientY: number }): void }) {
  const { t } = useTranslation('clients');
  const label = useSettingLabel();
  const navigate = useNavigate();
  const { can } = useSession();
  const card = useOperation('getClient', { id }, { watch: [`client:${id}`] });
  const above = (card.data?.path ?? []).map((unit) => `client:${unit.id}`);
  const effective = useOperation('getEffective', { id }, { watch: [`client:${id}`, ...above, 'group', 'tariff', 'discount', 'crewGroup', 'attribute'] });
  const payer = effective.data?.settings.payer?.value as Named | undefined;
  const accounts = useOperation('listAccounts', { id: payer?.id ?? 0 }, { enabled: payer !== undefined && can('balance.see'), watch: [`account:${payer?.id}`, `client:${payer?.id}`, 'order'] });
  if (card.error) return <ProblemNote error={card.error} onRetry={() => void card.refetch()} />;
  const client = card.data;
  if (!client) return null;
  const settings = effective.data?.settings ?? {};
  const expired = client.contractTo !== null && client.contractTo < new Date().toISOString().slice(0, 10);
  const main = accounts.data?.items.find(({ kind }) => kind.id === 0);
  return (
    <div className="column">
      <div className="row apart">
        <h2><KindIcon kind={client.kind} /> {client.name}</h2>
        <span className="soft number">№ {client.id}</span>
      </div>
      {client.path.length > 0 && <PathNames path={client.path} onGo={(unit) => onGo(unit.id)} />}
      <div className="row wrap">
        <ClientState client={client} />
        {!client.blocked && !client.deleted && <MayRide id={id} watch={[`client:${id}`, ...above, `account:${payer?.id}`, 'group', 'tariff', 'budget']} />}
        {expired && <StateTag tone="look">{t('summary.contractExpired')}</StateTag>}
      </div>
      <div className="row wrap">
        {can('order.manage') && <Button type="primary" disabled={client.deleted} onClick={() => void navigate(`/orders/new?client=${id}`)}>{t('summary.order')}</Button>}
        <Button onClick={() => onOpen()}>{t('summary.card')}</Button>
        {can('history.see') && <Button onClick={() => onOpen('history')}>{t('summary.history')}</Button>}
        <Button
          aria-label={t('summary.more')} icon={<EllipsisOutlined />}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            onMenu(client, { clientX: box.left, clientY: box.bottom });
          }}
        />
      </div>
      <dl className="facts">
        <dt>{t('summary.pays')}</dt>
        <dd>
          {payer ? (payer.id === id ? t('summary.itself') : <Button type="link" className="path-link" onClick={() => onGo(payer.id)}>{payer.name}</Button>) : '—'}
          {main && <> <MoneyText money={main.balance} /></>}
        </dd>
        {main?.available && <><dt>{t('summary.available')}</dt><dd><MoneyText money={main.available} /></dd></>}
        {shownSettings.filter((key) => settings[key] && settings[key].applies !== false).map((key) => (
          <Setting key={key} name={label(key)}><SettingValue clientId={id} settingKey={key} setting={settings[key]} onGo={onGo} /></Setting>
        ))}
        {client.number && <><dt>{t('column.number')}</dt><dd>{client.number}</dd></>}
      </dl>
      {client.phones.length > 0 && (
        <>
          <h3>{t('summary.phones')}</h3>
          <ul className="plain-list">{client.phones.map((phone) => <li key={phone.digits}><PhoneText number={phone.number} /> {phone.main && <span className="soft">{t('summary.mainPhone')}</span>}</li>)}</ul>
        </>
      )}
      {client.address && <><h3>{t('summary.address')}</h3><div>{client.address}</div></>}
      {client.driverNote && <><h3>{t('summary.driverNote')}</h3><div className="note">{client.driverNote}</div></>}
      {client.comment && <><h3>{t('summary.comment')}</h3><div className="pre">{client.comment}</div></>}
    </div>
  );
}

/** What an order asks of its caller is no reason against the ride. */
const askedFor = ['password.missing', 'password.wrong'];

/** The same answer as the order form's: blocks are not all that stands in the way. */
function MayRide({ id, watch }: { id: number; watch: readonly string[] }) {
  const { t } = useTranslation('clients');
  const { can } = useSession();
  const whole = useWholeReason();
  const { data } = useQuestion('resolveOrder', { clientId: id }, { enabled: can('order.manage'), watch });
  if (!data) return null;
  const reasons = data.verdict.reasons.filter(({ code }) => !askedFor.includes(code));
  if (reasons.length === 0) return <StateTag tone="fine">{t('summary.mayRide')}</StateTag>;
  return (
    <>
      <StateTag tone="cannot">{t('summary.mayNotRide')}</StateTag>
      <ul className="plain-list cannot small">{reasons.map((reason) => <li key={`${reason.code} ${reason.client?.id}`}>{whole(reason)}</li>)}</ul>
    </>
  );
}

function Setting({ name, children }: { name: string; children: React.ReactNode }) {
  return <><dt>{name}</dt><dd>{children}</dd></>;
}
