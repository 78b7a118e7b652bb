import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useOperation } from '../../src/ui/api/hooks.js';
import { newKey } from '../../src/ui/api/new-key.js';
import { MoneyText } from '../../src/ui/components/plain.js';
import { Dialog } from '../shell/Dialog.js';
import { type Picked, PersonPick } from '../shell/PersonPick.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';
import { parseSum } from './sum.js';

/** Money from one account to another (M-8). Sent again after a lost answer it moves once: the key is that of the dialog. */
export function TransferDialog({ from: first, onClose }: { from: Picked; onClose(): void }) {
  const { t } = useTranslation('money');
  const [from, setFrom] = useState<Picked | null>(first);
  const [to, setTo] = useState<Picked | null>(null);
  const [typed, setTyped] = useState('');
  const [comment, setComment] = useState('');
  const [key] = useState(newKey);
  const accounts = useOperation('cabinetListAccounts', { id: from?.id ?? 0 }, { enabled: from !== null, watch: ['account'] });
  const account = accounts.data?.items.find(({ kind }) => kind.id === 0);
  const move = useCommand('cabinetTransfer', onClose);
  const amount = parseSum(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (from && to && amount && account) move.mutate({ params: { idempotencyKey: key }, body: { fromClientId: from.id, toClientId: to.id, sum: { amount, currency: account.currency }, ...(comment.trim() && { comment: comment.trim() }) } });
  };
  return (
    <Dialog title={t('transfer.title')} onClose={onClose}>
      <form className="column" onSubmit={submit}>
        <PersonPick label={t('transfer.from')} value={from} onChange={setFrom} />
        {account && <p className="soft">{t('available')} <MoneyText money={account.available} /></p>}
        <PersonPick label={t('transfer.to')} value={to} onChange={setTo} {...(from && { except: from.id })} />
        <TextField label={t('sum')} value={typed} onChange={setTyped} inputMode="decimal" autoComplete="off" required wrong={typed && !amount ? t('notSum') : null} />
        <TextField label={t('comment')} value={comment} onChange={setComment} maxLength={500} />
        <Trouble error={move.error ?? accounts.error} />
        <button type="submit" className="main-button" disabled={!from || !to || !amount || !account || move.isPending}>{t('transfer.send')}</button>
      </form>
    </Dialog>
  );
}
