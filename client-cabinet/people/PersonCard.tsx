// Somebody of the own subtree: what holds for them, and what may be done.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams, useSearchParams } from 'react-router';
import { CallError } from '../../src/ui/api/call-error.js';
import { useCommand, useOperation } from '../../src/ui/api/hooks.js';
import type { Result } from '../../src/ui/api/operations.js';
import { StateTag } from '../../src/ui/components/plain.js';
import { formatPhone } from '../../src/ui/format/phone.js';
import { useSession } from '../session.js';
import { Opening } from '../shell/Opening.js';
import { Trouble } from '../shell/Trouble.js';
import { ActDialog } from './ActDialog.js';
import type { Act } from './acts.js';
import { CrewGroups } from './CrewGroups.js';
import { EditPerson } from './EditPerson.js';
import { Notes } from './Notes.js';
import { OwnAccount } from './OwnAccount.js';
import { Rights } from './Rights.js';
import { searchOfList, whereOf } from './where.js';

export type Card = Result<'cabinetGetClient'>;

export function PersonCard() {
  const { t } = useTranslation('people');
  const { search } = useLocation();
  const id = Number(useParams().id);
  const { data: card, error } = useOperation('cabinetGetClient', { id }, { watch: ['client', 'self'], enabled: Number.isInteger(id) && id > 0 });
  if (error) return <Trouble error={error} />;
  if (!card) return <Opening />;
  return (
    <div className="column">
      <Link className="link-button only-narrow" to={{ pathname: '/people', search: searchOfList(search) }}>‹ {t('title')}</Link>
      <Facts key={card.id} card={card} />
    </div>
  );
}

function Facts({ card }: { card: Card }) {
  const { t } = useTranslation('people');
  const { me, can, readOnly } = useSession();
  const [act, setAct] = useState<Act | null>(null);
  const [address, setAddress] = useSearchParams();
  // In the address, so that a reload goes on with what was typed.
  const edit = (on: boolean) => setAddress((old) => {
    const next = new URLSearchParams(old);
    if (on) next.set('edit', '1');
    else next.delete('edit');
    return next;
  });
  const invite = useCommand('cabinetInvite');
  // An invitation that went wrong when the person was added.
  const added = useLocation().state as { uninvited?: { code: CallError['code']; problem: CallError['problem'] } | null } | null;
  const uninvited = added?.uninvited ? new CallError(added.uninvited.code, added.uninvited.problem) : null;
  const isBelow = card.id !== me.id;
  const mayChange = can('right.employees') && !readOnly && isBelow;
  if (mayChange && !card.deleted && address.has('edit')) return <EditPerson card={card} onClose={() => edit(false)} />;
  return (
    <>
      <section className="sheet" aria-labelledby="person-name">
        <div>
          <h2 id="person-name">{card.name}</h2>
          <p className="soft small">{[t(`kind.${card.kind}`), whereOf(card)].filter(Boolean).join(' · ')}</p>
        </div>
        <States card={card} />
        <dl className="facts">
          {card.phones.length > 0 && <><dt>{t('phones')}</dt><dd>{card.phones.map(({ number }) => <div key={number}><a className="number" href={`tel:${number.replace(/[^\d+]/g, '')}`}>{formatPhone(number)}</a></div>)}</dd></>}
          {card.email && <><dt>{t('email')}</dt><dd><a href={`mailto:${card.email}`}>{card.email}</a></dd></>}
          {card.address && <><dt>{t('address')}</dt><dd>{card.address}</dd></>}
          {card.externalId && <><dt>{t('externalId')}</dt><dd>{card.externalId}</dd></>}
          {card.favouriteAddresses.length > 0 && <><dt>{t('favourites')}</dt><dd>{card.favouriteAddresses.map(({ name, address }) => <div key={`${name} ${address}`}>{name ? `${name}: ` : ''}{address}</div>)}</dd></>}
          <dt>{t('login')}</dt><dd>{card.login ?? <span className="soft">{t('access.none')}</span>} {card.access !== 'none' && <StateTag tone={card.access === 'active' ? 'fine' : 'look'}>{t(`access.${card.access}`)}</StateTag>}</dd>
        </dl>
        {mayChange && (
          <div className="acts">
            {!card.deleted && <button type="button" className="main-button" onClick={() => edit(true)}>{t('change')}</button>}
            {!card.deleted && <Link className="quiet-button" to={`/people/new?parent=${card.id}`}>{t('addBelow')}</Link>}
            {!card.deleted && can('right.transfer') && <Link className="quiet-button" to={{ pathname: '/money', search: new URLSearchParams({ of: String(card.id), name: card.name, tab: 'budgets' }).toString() }}>{t('budgets')}</Link>}
            {!card.deleted && <button type="button" className="quiet-button" onClick={() => setAct('move')}>{t('act.move')}</button>}
            {!card.deleted && card.access !== 'active' && <button type="button" className="quiet-button" disabled={invite.isPending} onClick={() => invite.mutate({ params: { id: card.id } })}>{t(card.access === 'none' ? 'act.invite' : 'inviteAgain')}</button>}
            {!card.deleted && <button type="button" className="quiet-button" onClick={() => setAct(card.ownBlocked ? 'unblock' : 'block')}>{t(card.ownBlocked ? 'act.unblock' : 'act.block')}</button>}
            {card.ownDeleted ? <button type="button" className="main-button" onClick={() => setAct('restore')}>{t('act.restore')}</button> : !card.deleted && <button type="button" className="danger-button" onClick={() => setAct('delete')}>{t('act.delete')}</button>}
          </div>
        )}
        <Trouble error={invite.error ?? (invite.data ? null : uninvited)} />
        {invite.data && <p className="note-box fine-box" role="status">{t(`invited.${invite.data.channel}`, { to: invite.data.recipient, login: invite.data.login })}</p>}
      </section>
      {!card.deleted && (
        <>
          <Notes id={card.id} mayChange={mayChange} />
          {isBelow && <OwnAccount card={card} mayChange={mayChange && me.usesOwnAccount} />}
          <CrewGroups id={card.id} mayChange={mayChange} />
          <Rights card={card} mayChange={mayChange} />
        </>
      )}
      {act && <ActDialog act={act} person={card} onClose={() => setAct(null)} />}
    </>
  );
}

/** Blocked and deleted, and by whom: who is above is not named. */
function States({ card }: { card: Card }) {
  const { t } = useTranslation('people');
  const { blockedBy, deletedBy } = card;
  if (!card.deleted && !card.blocked) return null;
  const by = (someone: { kind: string; id?: number; name?: string } | null | undefined) => (!someone || someone.id === card.id ? '' : someone.kind === 'client' ? t('state.by', { name: someone.name }) : t('state.byAbove'));
  return (
    <div className="row wrap">
      {card.deleted && <StateTag tone="plain">{t('state.deleted')} {by(deletedBy)}</StateTag>}
      {card.blocked && <StateTag tone="cannot">{t('state.blocked')} {by(blockedBy?.by)}{blockedBy?.reason ? `: ${blockedBy.reason}` : ''}</StateTag>}
    </div>
  );
}
