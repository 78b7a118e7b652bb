// Ways to pay in: an invoice as PDF, and a bank card where that is allowed.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queries, useCommand, useOperation } from '../../src/ui/api/hooks.js';
import { newKey } from '../../src/ui/api/new-key.js';
import { MoneyText, StateTag } from '../../src/ui/components/plain.js';
import { useSession } from '../session.js';
import { DownloadButtons } from '../shell/DownloadButtons.js';
import { TextField } from '../shell/TextField.js';
import { useTimes } from '../shell/times.js';
import { Trouble } from '../shell/Trouble.js';
import { parseSum } from './sum.js';

export default function PayIn({ id }: { id: number }) {
  const { t } = useTranslation('money');
  const { can, readOnly } = useSession();
  const { date } = useTimes();
  const [typed, setTyped] = useState('');
  const [key, setKey] = useState(newKey);
  const currency = useOperation('cabinetListAccounts', { id }, { watch: ['account'] }).data?.items[0]?.currency;
  const effective = useOperation('cabinetGetEffective', { id }, { watch: ['client', 'self'] });
  const invoices = useOperation('cabinetListInvoices', { id, limit: 20 }, { watch: ['invoice'] });
  const topUps = useOperation('cabinetListTopUps', { id, limit: 20 }, { watch: ['topUp'] });
  const invoice = useCommand('cabinetCreateInvoice', () => {
    setTyped('');
    void queries.invalidateQueries({ queryKey: ['cabinetListInvoices'] });
  });
  const topUp = useCommand('cabinetStartTopUp', ({ paymentUrl }) => {
    if (paymentUrl) location.assign(paymentUrl);
  });
  const amount = parseSum(typed);
  const sum = amount && currency ? { amount, currency } : null;
  const invoicesAllowed = (effective.data?.settings.bankDetails?.value as { invoicesAllowed?: boolean } | null)?.invoicesAllowed === true;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (sum) topUp.mutate({ params: { id, idempotencyKey: key }, body: { sum } }, { onError: () => setKey(newKey()) });
  };
  return (
    <>
      {(invoicesAllowed || can('cardTopUp')) && !readOnly ? (
        <form className="sheet" onSubmit={submit} aria-label={t('tab.payIn')}>
          <TextField label={t('sum')} value={typed} onChange={setTyped} inputMode="decimal" autoComplete="off" wrong={typed && !amount ? t('notSum') : null} />
          <div className="acts">
            {can('cardTopUp') && <button type="submit" className="main-button" disabled={!sum || topUp.isPending}>{t('payIn.card')}</button>}
            {invoicesAllowed && <button type="button" className="quiet-button" disabled={!sum || invoice.isPending} onClick={() => sum && invoice.mutate({ params: { id }, body: { sum } })}>{t('payIn.invoice')}</button>}
          </div>
          <Trouble error={topUp.error ?? invoice.error} />
        </form>
      ) : <p className="note-box">{t('payIn.none')}</p>}
      {(invoices.data?.items.length ?? 0) > 0 && (
        <section className="column" aria-labelledby="invoices">
          <h2 id="invoices">{t('payIn.invoices')}</h2>
          <ul className="list">
            {invoices.data?.items.map((one) => (
              <li key={one.id}>
                <div className="grow"><span>№ {one.number} · <MoneyText money={one.sum} /></span><span className="soft small">{date(one.issuedOn)}</span></div>
                {one.paidBy !== null && <StateTag tone="fine">{t('payIn.paid')}</StateTag>}
                <DownloadButtons files={[['PDF', `/cabinet/invoices/${one.id}/pdf`]]} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {(topUps.data?.items.length ?? 0) > 0 && (
        <section className="column" aria-labelledby="top-ups">
          <h2 id="top-ups">{t('payIn.topUps')}</h2>
          <ul className="list">{topUps.data?.items.map((one) => <li key={one.id}><div className="grow"><MoneyText money={one.sum} /><span className="soft small">{date(one.createdAt)}</span></div>{one.state === 'waiting' && one.paymentUrl && <a className="quiet-button" href={one.paymentUrl}>{t('payIn.now')}</a>}<StateTag tone={one.state === 'paid' ? 'fine' : one.state === 'refused' ? 'cannot' : 'plain'}>{t(`payIn.state.${one.state}`)}</StateTag></li>)}</ul>
        </section>
      )}
    </>
  );
}
