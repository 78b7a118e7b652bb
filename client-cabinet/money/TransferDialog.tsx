import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useOperation } from '../../src/ui/api/hooks.js';
import { newKey } from '../../src/ui/api/new-key.js';
import { MoneyText } from '../../src/ui/components/plain.js';
import { Dialog } from '../shell/Dialog.js';
import { type Picked, PersonPick } from '../shell/PersonPick.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';
import { useKept } from '../shell/use-kept.js';
import { moved, parseSum } from './sum.js';

interface Typed {
  key: string;
  from: Picked | null;
  to: Picked | null;
  sum: string;
  comment: string;
}

/** Money from one account to another (M-8), with what it leaves on both told before. Sent again after a lost answer it moves once. */
export function TransferDialog({ from: first, onClose }: { from: Picked; onClose(): void }) {
  const { t } = useTranslation('money');
  const [initial] = useState<Typed>(() => ({ key: newKey(), from: first, to: null, sum: '', comment: '' }));
  const [typed, keep, forget] = useKept<Typed>('transfer', initial);
  const { key, from, to, sum, comment } = typed;
  const put = (part: Partial<Typed>) => keep({ ...typed, ...part, key: newKey() });
  const leave = () => {
    forget();
    onClose();
  };
  const source = useMain(from);
  const target = useMain(to);
  const move = useCommand('cabinetTransfer', leave);
  const amount = parseSum(sum);
  const account = source.account;
  const short = amount !== null && account !== undefined && Number(account.available.amount) < Number(amount);
  const ready = from && to && amount && account && target.account && !short;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) move.mutate({ params: { idempotencyKey: key }, body: { fromClientId: from.id, toClientId: to.id, sum: { amount, currency: account.currency }, ...(comment.trim() && { comment: comment.trim() }) } });
  };
  const after = (who: Picked, balance: string, by: string) => <><dt>{who.name}</dt><dd><MoneyText money={{ amount: balance, currency: account?.currency ?? '' }} /> → <strong><MoneyText money={{ amount: moved(balance, by), currency: account?.currency ?? '' }} /></strong></dd></>;
  return (
    <Dialog title={t('transfer.title')} onClose={leave}>
      <form className="column" onSubmit={submit}>
        <PersonPick label={t('transfer.from')} value={from} onChange={(one) => put({ from: one })} wrong={source.none ? t('transfer.noAccount') : undefined} />
        {account && <p className="soft">{t('available')} <MoneyText money={account.available} /></p>}
        <PersonPick label={t('transfer.to')} value={to} onChange={(one) => put({ to: one })} {...(from && { except: from.id })} wrong={target.none ? t('transfer.noAccount') : undefined} />
        <TextField label={t('sum')} value={sum} onChange={(value) => put({ sum: value })} inputMode="decimal" autoComplete="off" required wrong={sum && !amount ? t('notSum') : short ? t('transfer.short') : null} />
        <TextField label={t('comment')} value={comment} onChange={(value) => put({ comment: value })} maxLength={500} />
        {ready && target.account && <dl className="facts" aria-label={t('transfer.leaves')}>{after(from, account.balance.amount, `-${amount}`)}{after(to, target.account.balance.amount, amount)}</dl>}
        <Trouble error={move.error ?? (source.none ? null : source.error) ?? (target.none ? null : target.error)} />
        <button type="submit" className="main-button" disabled={!ready || move.isPending}>{t('transfer.send')}</button>
      </form>
    </Dialog>
  );
}

/** The main account of a client; `none`: a superior pays for it (D-15). */
function useMain(one: Picked | null) {
  const { data, error } = useOperation('cabinetListAccounts', { id: one?.id ?? 0 }, { enabled: one !== null, watch: ['account', 'client'] });
  return { account: one ? data?.items.find(({ kind }) => kind.id === 0) : undefined, none: error?.code === 'account.none', error };
}
