// Why not, in sentences of the reader's language: who causes it as a link, and what can be done as a button.
import { CloseCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Reason } from '../../contract/orders.js';
import { useOperation } from '../../ui/api/hooks.js';
import { useClientActions } from '../clients/use-client-actions.js';
import { useSession } from '../session.js';

/** What the form itself can do about a reason. */
export interface Remedies {
  askPassword(): void;
  payBy(way: 'cash' | 'cashless'): void;
  withoutBonus(): void;
  crewGroup(): void;
  tariff(): void;
  addClient(): void;
}

const tells: Partial<Record<Reason['code'], (remedies: Remedies) => void>> = {
  'password.missing': ({ askPassword }) => askPassword(), 'password.wrong': ({ askPassword }) => askPassword(),
  'funds.short': ({ payBy }) => payBy('cash'), 'funds.negative': ({ payBy }) => payBy('cash'), 'funds.below_minimum': ({ payBy }) => payBy('cash'), 'budget.exceeded': ({ payBy }) => payBy('cash'),
  'family.payment_kind': ({ payBy }) => payBy('cash'), 'cash.forbidden': ({ payBy }) => payBy('cashless'), 'bonus.short': ({ withoutBonus }) => withoutBonus(),
  'crew_group.not_allowed': ({ crewGroup }) => crewGroup(), 'tariff.not_active': ({ tariff }) => tariff(), 'client.unknown': ({ addClient }) => addClient(),
};

export function ReasonList({ reasons, warnings, remedies }: { reasons: readonly Reason[]; warnings: readonly Reason[]; remedies: Remedies }) {
  if (reasons.length + warnings.length === 0) return null;
  return (
    <ul className="reasons">
      {reasons.map((reason) => <ReasonLine key={`${reason.code} ${reason.client?.id}`} reason={reason} grave remedies={remedies} />)}
      {warnings.map((reason) => <ReasonLine key={`${reason.code} ${reason.client?.id}`} reason={reason} grave={false} remedies={remedies} />)}
    </ul>
  );
}

function ReasonLine({ reason, grave, remedies }: { reason: Reason; grave: boolean; remedies: Remedies }) {
  const { t } = useTranslation('orders');
  const navigate = useNavigate();
  const { client } = reason;
  const text = useReasonText()(reason);
  return (
    <li className={grave ? 'grave' : 'mild'}>
      {grave ? <CloseCircleOutlined aria-label={t('verdict.no')} /> : <ExclamationCircleOutlined aria-label={t('verdict.warning')} />}
      <span>
        {text}
        {client && <BlockReason reason={reason} />}
        {client && <> <Button type="link" className="path-link" onClick={() => void navigate(`/clients?client=${client.id}&card=${client.id}`)}>{client.name}</Button></>}
      </span>
      <Remedy reason={reason} remedies={remedies} />
    </li>
  );
}

function Remedy({ reason, remedies }: { reason: Reason; remedies: Remedies }) {
  const { t } = useTranslation('orders');
  const { can } = useSession();
  const { act } = useClientActions();
  const { code, client } = reason;
  if ((code === 'client.blocked' || code === 'employee.blocked') && client && can('client.block')) return <Button onClick={() => void act('unblockClient', client)}>{t('remedy.unblock')}</Button>;
  if (code === 'client.deleted' && client && can('client.delete')) return <Button onClick={() => void act('restoreClient', client)}>{t('remedy.restore')}</Button>;
  const help = tells[code];
  if (!help || (code === 'client.unknown' && !can('client.create'))) return null;
  return <Button onClick={() => help(remedies)}>{t(`remedy.${code}`, { keySeparator: false })}</Button>;
}

/** Why somebody is blocked is known to the client alone. */
function BlockReason({ reason: { code, client } }: { reason: Reason }) {
  const blocked = code === 'client.blocked' || code === 'employee.blocked';
  const card = useOperation('getClient', { id: client?.id ?? 0 }, { enabled: blocked && client !== null, watch: [`client:${client?.id}`] });
  const why = card.data?.blockedBy?.reason;
  return blocked && why ? <>: {why}.</> : null;
}

export function useReasonText(): (reason: Reason) => string {
  const { t, i18n } = useTranslation('orders');
  // Sentences with sums come from the server, in English; where blocks are concerned, the reason stands beside.
  return ({ code, message }) => (i18n.language === 'en' && !code.endsWith('.blocked') ? message : t(`reason.${code}`, { keySeparator: false, defaultValue: message }));
}

/** The same with its client's name, where nothing beside tells it. */
export function useWholeReason(): (reason: Reason) => string {
  const text = useReasonText();
  return (reason) => {
    const said = text(reason);
    return reason.client && !said.includes(reason.client.name) ? `${said.replace(/:?$/, ':')} ${reason.client.name}` : said;
  };
}
