import { useState } from 'react';
import { DateTime } from 'luxon';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../src/ui/api/hooks.js';
import { MoneyText } from '../../src/ui/components/plain.js';
import { useSession } from '../session.js';
import { DownloadButtons } from '../shell/DownloadButtons.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';

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
  const query = new URLSearchParams(Object.entries(period).map(([name, value]) => [name, String(value)]));
  return (
    <section className="sheet" aria-label={t('tab.statement')}>
      <div className="row wrap"><TextField label={t('statement.from')} type="date" value={from} onChange={setFrom} /><TextField label={t('statement.to')} type="date" value={to} onChange={setTo} /></div>
      <label className="check"><input type="checkbox" checked={tree} onChange={({ target }) => setTree(target.checked)} />{t('statement.tree')}</label>
      {!valid && <p className="cannot">{t('statement.order')}</p>}
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
  );
}
