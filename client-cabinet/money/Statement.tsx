import { DateTime } from 'luxon';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../src/ui/api/hooks.js';
import type { Result } from '../../src/ui/api/operations.js';
import { MoneyText } from '../../src/ui/components/plain.js';
import { currentLanguage } from '../../src/ui/i18n/i18n.js';
import { useSession } from '../session.js';
import { DownloadButtons } from '../shell/DownloadButtons.js';
import { More } from '../shell/More.js';
import { TextField } from '../shell/TextField.js';
import { useTimes } from '../shell/times.js';
import { Trouble } from '../shell/Trouble.js';

type View = Result<'cabinetGetStatement'>;

const PAGE = 100;

/** Opening balance, what came and went, closing balance (M-11): on the screen and as files. */
export default function Statement({ id }: { id: number }) {
  const { t } = useTranslation('money');
  const { me } = useSession();
  const now = DateTime.now().setZone(me.timeZone);
  const [from, setFrom] = useState(now.startOf('month').toISODate() ?? '');
  const [to, setTo] = useState(now.toISODate() ?? '');
  const [tree, setTree] = useState(false);
  const period = { from, to, ...(tree && { tree }) };
  const valid = from !== '' && to !== '' && from <= to;
  const { data, error } = useOperation('cabinetGetStatement', { id, ...period }, { enabled: valid, watch: ['account'], keep: true });
  const query = new URLSearchParams({ ...Object.fromEntries(Object.entries(period).map(([name, value]) => [name, String(value)])), language: currentLanguage() });
  return (
    <>
      <section className="sheet" aria-label={t('tab.statement')}>
        <div className="row wrap"><TextField label={t('statement.from')} type="date" value={from} onChange={setFrom} /><TextField label={t('statement.to')} type="date" value={to} onChange={setTo} /></div>
        <label className="check"><input type="checkbox" checked={tree} onChange={({ target }) => setTree(target.checked)} />{t('statement.tree')}</label>
        {!valid && <p className="cannot" role="alert">{t('statement.order')}</p>}
        <Trouble error={error} />
        {valid && data && (
          <>
            <dl className="facts">
              {(['opening', 'receipts', 'expenses', 'closing'] as const).map((name) => [<dt key={`${name} t`}>{t(`statement.${name}`)}</dt>, <dd key={name}><MoneyText money={{ amount: data[name], currency: data.currency }} /></dd>])}
              <dt>{t('statement.lines')}</dt><dd className="number">{data.lines.length}</dd>
            </dl>
            <DownloadButtons files={(['pdf', 'xlsx', 'csv'] as const).map((format) => [format.toUpperCase(), `/cabinet/clients/${id}/statement.${format}?${query}`] as const)} />
          </>
        )}
      </section>
      {valid && data && data.lines.length > 0 && <Lines key={`${from} ${to} ${tree}`} statement={data} tree={tree} />}
    </>
  );
}

function Lines({ statement: { lines, currency }, tree }: { statement: View; tree: boolean }) {
  const { t } = useTranslation('money');
  const { moment } = useTimes();
  const [shown, setShown] = useState(PAGE);
  const more = useCallback(() => setShown((before) => before + PAGE), []);
  const what = ({ kind, name, orderId }: View['lines'][number]) =>
    orderId !== null ? t(`kind.${kind}Of`, { id: orderId, defaultValue: t(`kind.${kind}`) }) : kind === 'transfer' ? t('kind.transfer.any') : (name ?? t(`kind.${kind}`));
  return (
    <>
      <ul className="list" aria-label={t('statement.lines')}>
        {lines.slice(0, shown).map((line) => (
          <li key={`${line.operationId} ${line.client.id}`}>
            <div className="grow"><span>{what(line)}</span><span className="soft small">{[moment(line.at), tree && line.client.name, line.comment].filter(Boolean).join(' · ')}</span></div>
            <div className="sums"><MoneyText money={{ amount: line.receipt ?? `-${line.expense}`, currency }} signed /><span className="soft small"><MoneyText money={{ amount: line.balance, currency }} /></span></div>
          </li>
        ))}
      </ul>
      {shown < lines.length && <More onMore={more} busy={false} />}
    </>
  );
}
