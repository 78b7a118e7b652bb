// The directory as it was at a moment: the tree of then, a client's card and effective settings of then, and what of them is different now.
import { HistoryOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDirectory } from '../../ui/api/directories.js';
import { useOperation } from '../../ui/api/hooks.js';
import { DayInput } from '../../ui/components/DayInput.js';
import { ClientState, Empty, PathNames, PhoneText, ProblemNote, StateTag } from '../../ui/components/small.js';
import { exactTime, formatDate, localDateTime } from '../../ui/format/dates.js';
import { KindIcon } from '../clients/KindIcon.js';
import { SourceName } from '../clients/SettingValue.js';
import { useSettingLabel } from '../clients/setting-labels.js';
import { useValueText } from '../clients/value-text.js';
import type { ChangeHistoryView, HistoryView } from './address.js';
import { PastTree } from './PastTree.js';

export function TimeTravel({ view, change }: { view: HistoryView; change: ChangeHistoryView }) {
  const { t } = useTranslation('history');
  const at = view.at as string;
  return (
    <>
      <output className="travel-banner">
        <HistoryOutlined className="look" aria-hidden="true" />
        <span className="grow">{t('travel.banner', { at: exactTime(at) })}</span>
        <MomentChoice at={at} onChoose={(chosen) => change({ at: chosen })} />
        <Button type="primary" onClick={() => change({ at: null }, { push: true })}>{t('travel.back')}</Button>
      </output>
      <div className="travel">
        <PastTree key={at} at={at} selectedId={view.clientId} onSelect={(clientId) => change({ clientId })} />
        <section className="panel travel-card" aria-label={t('travel.card')}>
          {view.clientId === null ? <Empty title={t('travel.nobody')}><p>{t('travel.hint')}</p></Empty> : <PastClient key={`${view.clientId} ${at}`} id={view.clientId} at={at} onGo={(clientId) => change({ clientId })} />}
        </section>
      </div>
    </>
  );
}

/** Whole before it is asked for: every moment on the way would be a tree of its own. */
function MomentChoice({ at, onChoose }: { at: string; onChoose(at: string): void }) {
  const { t } = useTranslation('history');
  const [typed, setTyped] = useState(() => localDateTime(at));
  useEffect(() => setTyped(localDateTime(at)), [at]);
  const now = localDateTime(new Date().toISOString());
  return (
    <form className="row" onSubmit={(event) => {
      event.preventDefault();
      if (typed !== '') onChoose(new Date(Math.min(new Date(typed).getTime(), Date.now())).toISOString());
    }}>
      <DayInput withTime aria-label={t('travel.when')} max={now} value={typed} onChange={setTyped} status={typed > now ? 'error' : ''} />
      <Button htmlType="submit" disabled={typed === '' || typed > now || typed === localDateTime(at)}>{t('travel.go')}</Button>
    </form>
  );
}

function PastClient({ id, at, onGo }: { id: number; at: string; onGo(id: number): void }) {
  const { t } = useTranslation('history');
  const label = useSettingLabel();
  const show = useValueText();
  const attributes = useDirectory('attributes');
  const attributeNames = new Map(attributes.data?.items.map(({ id: attribute, name }) => [`attribute.${attribute}`, name]));
  const then = useOperation('getClient', { id, at });
  const settings = useOperation('getEffective', { id, at });
  const now = useOperation('getEffective', { id }, { watch: ['client', 'group'] });
  if (then.error) return then.error.code === 'client.not_found' ? <Empty title={t('travel.notYet')} /> : <ProblemNote error={then.error} onRetry={() => void then.refetch()} />;
  const client = then.data;
  if (!client) return <div className="late soft">{t('loading')}</div>;
  const facts: [string, React.ReactNode][] = [
    [t('field.number'), client.number], [t('field.contractTo'), client.contractTo && formatDate(client.contractTo)], [t('field.phones'), client.phones.length > 0 && client.phones.map(({ number }) => <div key={number}><PhoneText number={number} /></div>)],
    [t('field.address'), client.address], [t('field.email'), client.email], [t('field.driverNote'), client.driverNote], [t('field.comment'), client.comment],
  ];
  return (
    <div className="column">
      <div className="row apart"><h2><KindIcon kind={client.kind} /> {client.name}</h2><Link to={`/clients?client=${id}`}>{t('travel.now')}</Link></div>
      {client.path.length > 0 && <PathNames path={client.path} onGo={(unit) => onGo(unit.id)} />}
      <div className="row wrap"><ClientState client={client} /></div>
      <dl className="facts">{facts.filter(([, value]) => value).map(([name, value]) => <Fact key={name} name={name} value={value} />)}</dl>
      <h3>{t('travel.settings')}</h3>
      <table className="changes">
        <thead><tr><th scope="col">{t('column.field')}</th><th scope="col">{t('travel.then')}</th><th scope="col">{t('travel.nowColumn')}</th></tr></thead>
        <tbody>
          {Object.entries(settings.data?.settings ?? {}).filter(([, { applies }]) => applies !== false).map(([key, setting]) => {
            const present = now.data?.settings[key];
            const differs = present !== undefined && JSON.stringify(present.value) !== JSON.stringify(setting.value);
            return (
              <tr key={key} className={differs ? 'differs' : ''}>
                <th scope="row">{label(key, attributeNames.get(key))}</th>
                <td><span className={`value ${setting.source.kind === 'own' ? 'own' : 'inherited'}`}><span className="clip">{show(key, setting.value)}</span><SourceName source={setting.source} onGo={onGo} /></span></td>
                <td>{differs && <><StateTag tone="look">{t('travel.differs')}</StateTag> {show(key, present.value)}</>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: React.ReactNode }) {
  return <><dt>{name}</dt><dd>{value}</dd></>;
}
