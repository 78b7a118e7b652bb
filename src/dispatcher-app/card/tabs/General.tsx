// Tab 1: who the client is. Acts with consequences (move, block, delete) happen at once, each with its preview; fields
// wait in the draft.
import { App, Button, Rate, Select, Switch } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ClientItem } from '../../../contract/clients.js';
import { useLive, useOperation } from '../../../ui/api/hooks.js';
import { Dialog } from '../../../ui/components/Dialog.js';
import { MoneyText, type Named, PathNames, StateTag, Time } from '../../../ui/components/small.js';
import { ClientSelect } from '../../clients/ClientSelect.js';
import { useClientActions } from '../../clients/use-client-actions.js';
import { useKindName } from '../../money/kind-name.js';
import { useSession } from '../../session.js';
import { useCard } from '../card-context.js';
import { EraseButton } from '../EraseButton.js';
import { FieldRow, SelectField, SwitchField, TagsField, TextField } from '../fields.js';
import { SettingRow } from '../SettingRow.js';

export function Section({ title, children, wide = false }: { title: string; children: ReactNode; wide?: boolean }) {
  return <section className={`card-section ${wide ? 'wide' : ''}`}><h3>{title}</h3>{children}</section>;
}

export default function General() {
  const { t } = useTranslation('card');
  const { card, readOnly } = useCard();
  const isRoot = card.parentId === null;
  const kinds = ['organisation', 'department', 'employee', ...(isRoot ? ['person'] : [])];
  const isSomebody = card.kind === 'person' || card.kind === 'employee';
  return (
    <div className="card-sections">
      <div>
        <Section title={t('general.who')}>
          <TextField path="name" required maxLength={500} />
          <SelectField path="kind" allowClear={false} options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
          {isRoot ? <GroupField /> : <Superior />}
          <SelectField path="mark" allowClear={false} options={['ordinary', 'good', 'inConflict'].map((value) => ({ value, label: t(`mark.${value}`) }))} />
          <TagsField path="tags" hint={readOnly ? undefined : t('general.tagsHint')} />
          <TextField path="address" lines={2} />
          <TextField path="driverNote" lines={2} />
          <TextField path="comment" lines={2} />
        </Section>
        <Section title={t('general.contract')}>
          <TextField path="number" />
          <TextField path="contractFrom" type="date" />
          <TextField path="contractTo" type="date" />
          <SettingRow settingKey="expiredContract" />
          <TextField path="externalId" />
        </Section>
      </div>
      <div>
        <Section title={t('general.state')}><States /></Section>
        <Section title={t('general.account')}><Account /></Section>
        <Section title={t('general.contact')}>
          <TextField path="email" type="email" />
          <SwitchField path="useEmail" />
          <TextField path="contactPerson" />
          <Manager />
        </Section>
        <Section title={t('general.person')}>
          {isSomebody && <TextField path="birthDate" type="date" />}
          {isSomebody && <SelectField path="sex" options={['male', 'female'].map((value) => ({ value, label: t(`sex.${value}`) }))} />}
          <TextField path="language" hint={t('general.languageHint')} maxLength={5} />
          <TextField path="country" hint={t('general.countryHint')} maxLength={2} />
          <TextField path="timeZone" hint={t('general.timeZoneHint')} maxLength={64} />
        </Section>
        <Section title={t('general.record')}><Record /></Section>
      </div>
    </div>
  );
}

function GroupField() {
  const { t } = useTranslation('card');
  const { value, put } = useCard();
  const groups = useOperation('listGroups', {}, { watch: ['group'] });
  return (
    <FieldRow path="groupId" label={t('field.groupId')}>
      {(control) => <Select {...control} style={{ minWidth: 240 }} showSearch={{ optionFilterProp: 'label' }} options={(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} value={value<number>('groupId')} onChange={(next) => put('groupId', next)} />}
    </FieldRow>
  );
}

function Superior() {
  const { t } = useTranslation('card');
  const { card, onGo, at } = useCard();
  const { can } = useSession();
  const { move } = useClientActions();
  const [to, setTo] = useState<ClientItem | null>(null);
  const [open, setOpen] = useState(false);
  const superior = card.path[card.path.length - 1];
  const go = (target: ClientItem | null) => {
    setOpen(false);
    void move(card, target);
  };
  return (
    <div className="field">
      <span className="field-label">{t('field.parentId')}</span>
      <div className="field-control">
        {superior && <PathNames path={[superior]} onGo={(unit) => onGo(unit.id)} />}
        {at === null && can('client.move') && <Button size="small" onClick={() => setOpen(true)}>{t('general.move')}</Button>}
      </div>
      <Dialog
        open={open} title={t('general.moveTitle', { name: card.name })} onCancel={() => setOpen(false)} destroyOnHidden
        footer={[<Button key="top" onClick={() => go(null)}>{t('general.moveToTop')}</Button>, <Button key="go" type="primary" disabled={!to} onClick={() => go(to)}>{t('general.preview')}</Button>]}
      >
        <ClientSelect label={t('field.parentId')} value={to?.id ?? null} onChange={setTo} data-autofocus />
      </Dialog>
    </div>
  );
}

function States() {
  const { t } = useTranslation('card');
  const { card, at, onGo } = useCard();
  const { can } = useSession();
  const { act } = useClientActions();
  const by = (unit: Named) => <PathNames path={[unit]} onGo={(each) => onGo(each.id)} />;
  const above = card.blockedBy !== null && card.blockedBy.id !== card.id ? card.blockedBy : null;
  return (
    <div className="column">
      <div className="row wrap">
        {card.ownBlocked ? <StateTag tone="cannot">{t('general.blocked')}{card.blockReason ? `: ${card.blockReason}` : ''}</StateTag> : !card.blocked && !card.deleted && <StateTag tone="fine">{t('general.active')}</StateTag>}
        {card.ownDeleted && <StateTag tone="plain">{t('general.deleted')}</StateTag>}
        {at === null && can('client.block') && <Button size="small" onClick={() => void act(card.ownBlocked ? 'unblockClient' : 'blockClient', card)}>{t(card.ownBlocked ? 'act.unblock' : 'act.block')}</Button>}
        {at === null && can('client.delete') && <Button size="small" onClick={() => void act(card.ownDeleted ? 'restoreClient' : 'deleteClient', card)}>{t(card.ownDeleted ? 'act.restore' : 'act.delete')}</Button>}
      </div>
      {above && <div className="note row wrap">{t('general.blockedAbove')} {by(above)} {above.reason && <span>{above.reason}</span>}</div>}
      {card.deletedBy && card.deletedBy.id !== card.id && <div className="note row wrap">{t('general.deletedAbove')} {by(card.deletedBy)}</div>}
    </div>
  );
}

function Account() {
  const { t } = useTranslation('card');
  const { card, effective, value, put, onGo, at, onTab } = useCard();
  const { can } = useSession();
  const payer = effective.payer?.value as Named | undefined;
  const kindName = useKindName();
  const accounts = useOperation('listAccounts', { id: card.id }, { enabled: at === null && card.usesOwnAccount && can('balance.see'), watch: ['account', 'operation', 'hold', `client:${card.id}`] });
  return (
    <>
      {card.parentId !== null && (
        <FieldRow path="usesOwnAccount" label={t('field.usesOwnAccount')}>
          {({ status: _, ...control }) => <Switch {...control} checked={value<boolean>('usesOwnAccount')} onChange={(next) => put('usesOwnAccount', next)} />}
        </FieldRow>
      )}
      {card.usesOwnAccount ? (
        <>
          <dl className="facts">
            {(accounts.data?.items ?? []).map(({ kind, carrier, balance, available }) => (
              <div key={`${kind.id}-${carrier.id}`} className="fact"><dt>{kindName(kind)}</dt><dd><MoneyText money={balance} /> {available && available.amount !== balance.amount && <span className="soft">({t('general.available')} <MoneyText money={available} />)</span>}</dd></div>
            ))}
          </dl>
          <div className="row">
            <Button size="small" onClick={() => onTab('accounts')}>{t('tab.accounts')}</Button>
            {can('balance.see') && <Link to={`/money?client=${card.id}`}>{t('general.operations')}</Link>}
          </div>
        </>
      ) : payer && <div className="row wrap">{t('general.paidBy')} <PathNames path={[payer]} onGo={(unit) => onGo(unit.id)} /></div>}
    </>
  );
}

function Manager() {
  const { t } = useTranslation('card');
  const { value, put } = useCard();
  const colleagues = useOperation('listColleagues', {}, { watch: ['operator'] });
  const options = (colleagues.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <FieldRow path="responsibleManagerId" label={t('field.responsibleManagerId')}>
      {(control) => <Select {...control} allowClear style={{ minWidth: 220 }} showSearch={{ optionFilterProp: 'label' }} options={options} value={value<number | null>('responsibleManagerId') ?? undefined} onChange={(next: number | undefined) => put('responsibleManagerId', next ?? null)} />}
    </FieldRow>
  );
}

function Record() {
  const { t } = useTranslation('card');
  const { card, at } = useCard();
  const { can } = useSession();
  const { done, fail } = useClientActions();
  const reset = useReset(card.id, () => done(t('general.ratingReset')), fail);
  return (
    <dl className="facts">
      <dt>{t('field.registeredAt')}</dt><dd><Time at={card.registeredAt} />{card.registeredBy && <span className="soft"> {card.registeredBy}</span>}{card.registeredFrom && <span className="soft"> ({card.registeredFrom})</span>}</dd>
      <dt>{t('general.changedAt')}</dt><dd><Time at={card.updatedAt} /> <span className="soft">{t('general.version', { version: card.version })}</span></dd>
      <dt>{t('general.rating')}</dt>
      <dd className="row wrap">
        {card.rating.value === null ? <span className="soft">{t('general.noRating')}</span> : <><Rate disabled allowHalf value={Math.round(card.rating.value * 2) / 2} aria-label={t('general.ratingOf', { value: card.rating.value, count: card.rating.count })} /><span className="number">{card.rating.value.toFixed(1)} ({card.rating.count})</span></>}
        {at === null && card.rating.count > 0 && can('rating.reset') && <Button size="small" onClick={reset}>{t('general.resetRating')}</Button>}
        {card.rating.resetAt && <span className="soft">{t('general.since')} <Time at={card.rating.resetAt} /></span>}
      </dd>
      {card.erasedAt && <><dt>{t('general.erasedAt')}</dt><dd><Time at={card.erasedAt} /></dd></>}
      {at === null && can('personalData.erase') && (card.kind === 'person' || card.kind === 'employee') && <><dt>{t('general.personalData')}</dt><dd><EraseButton /></dd></>}
    </dl>
  );
}

function useReset(id: number, done: () => void, fail: (error: unknown) => void): () => void {
  const live = useLive();
  const { modal } = App.useApp();
  const { t } = useTranslation('card');
  return () => void modal.confirm({ title: t('general.resetRatingQuestion'), okText: t('general.resetRating') }).then((yes) => yes && live.call('resetRating', { id }).then(done, fail), () => undefined);
}
