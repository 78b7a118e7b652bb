import { ArrowUpOutlined } from '@ant-design/icons';
import { Button, Input, Select, Switch } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type HistoryEntity, historyActions } from '../../contract/history.js';
import { DataGrid, type GridColumn } from '../../ui/components/DataGrid.js';
import { Empty, ProblemNote, StateTag, Time } from '../../ui/components/small.js';
import { colon } from '../../ui/i18n/i18n.js';
import { ClientSelect } from '../clients/ClientSelect.js';
import { PeriodPicker } from '../reports/PeriodPicker.js';
import { useKey } from '../shell/keys.js';
import { useActorName } from './actor-name.js';
import { type ChangeHistoryView, filterOf, type HistoryView } from './address.js';
import { RowDetails } from './RowDetails.js';
import { useRowText } from './row-text.js';
import { type HistoryRow, useHistory } from './use-history.js';

const channels = ['dispatcher', 'cabinet', 'commonApi', 'import', 'driverApp', 'passengerApp', 'system'];
const entities = Object.keys(historyActions) as HistoryEntity[];
const TOP_PX = 4;
const nothing: Partial<HistoryView> = { who: '', channel: null, entity: null, action: null, clientId: null, below: false, from: null, to: null };

export function Happened({ view, change }: { view: HistoryView; change: ChangeHistoryView }) {
  const { t, i18n } = useTranslation('history');
  const nameOf = useActorName();
  const { actionOf, changesOf, nameOfAction, subjectOf } = useRowText();
  const box = useRef<HTMLDivElement>(null);
  const scroller = useCallback(() => box.current?.querySelector<HTMLElement>('.grid-scroll') ?? null, []);
  const isAtTop = useCallback(() => (scroller()?.scrollTop ?? 0) <= TOP_PX, [scroller]);
  const filter = useMemo(() => filterOf(view), [view]);
  const { rows, error, isFetching, more, refetch, waiting, showWaiting } = useHistory(filter, isAtTop);
  const undone = useMemo(() => new Set(rows.map(({ undoes }) => undoes)), [rows]);
  const selected = rows.find(({ id }) => id === view.rowId) ?? null;
  useKey('Escape', () => change({ rowId: null }), { enabled: view.rowId !== null });
  const filtered = Object.keys(filter).length > 1;
  const byName = (options: { value: string; label: string }[]) => options.sort((one, other) => one.label.localeCompare(other.label, i18n.language));
  const about = byName(entities.map((value) => ({ value, label: t(`entity.${value}`) })));
  const happened = byName(entities.filter((entity) => view.entity === null || entity === view.entity).flatMap((entity) => historyActions[entity].map((verb) => ({ value: `${entity}.${verb}`, label: nameOfAction(entity, verb) }))));

  const columns: GridColumn<HistoryRow>[] = [
    { key: 'at', title: t('column.at'), width: '146px', render: ({ at }) => <Time at={at} /> },
    { key: 'who', title: t('column.who'), width: 'minmax(110px, 1fr)', render: ({ actorName, onBehalfOf }) => (onBehalfOf ? t('onBehalf', { name: nameOf(actorName), of: onBehalfOf }) : nameOf(actorName)) },
    {
      key: 'what', title: t('column.what'), width: 'minmax(300px, 4fr)', render: (row) => (
        <span className={undone.has(row.id) ? 'undone' : ''}>
          {actionOf(row)}{undone.has(row.id) && <> <StateTag tone="plain">{t('undone')}</StateTag></>}
          {changesOf(row).slice(0, 3).map(({ field, label, before, after, isNew }) => <span key={field} className="soft change-in-line"> · {label}{colon()}{!isNew && <>{before} → </>}<span className="change-after">{after}</span></span>)}
        </span>
      ),
    },
    { key: 'subject', title: t('column.subject'), width: 'minmax(160px, 2fr)', render: (row) => <>{subjectOf(row)}{row.subject && row.subject.path.length > 0 && <span className="soft"> · {row.subject.path.map(({ name }) => name).join(' › ')}</span>}</> },
    { key: 'channel', title: t('column.channel'), width: '110px', render: ({ channel }) => t(`channel.${channel}`, { defaultValue: channel }) },
  ];

  return (
    <div className="history-split">
      <div className="column grow" ref={box}>
        <div className="toolbar">
          <WhoBox value={view.who} onChange={(who) => change({ who })} />
          <Select aria-label={t('filter.channel')} placeholder={t('filter.channel')} allowClear style={{ width: 120 }} value={view.channel} onChange={(channel: string | undefined) => change({ channel: channel ?? null })} options={channels.map((value) => ({ value, label: t(`channel.${value}`) }))} />
          <Select aria-label={t('filter.entity')} placeholder={t('filter.entity')} allowClear showSearch={{ optionFilterProp: 'label' }} style={{ width: 150 }} value={view.entity} onChange={(entity: string | undefined) => change({ entity: entity ?? null, action: null })} options={about} />
          <Select
            aria-label={t('filter.action')} placeholder={t('filter.action')} allowClear showSearch={{ optionFilterProp: 'label' }} style={{ width: 190 }} value={view.action} onChange={(action: string | undefined) => change({ action: action ?? null })}
            options={happened}
          />
          <div className="filter-client"><ClientSelect label={t('filter.client')} placeholder={t('filter.client')} value={view.clientId} onChange={(client) => change({ clientId: client?.id ?? null })} /></div>
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control */}
          {view.clientId !== null && <label className="row"><Switch checked={view.below} onChange={(below) => change({ below })} aria-label={t('filter.below')} /> {t('filter.below')}</label>}
          <PeriodPicker from={view.from} to={view.to} onChange={change} />
          {filtered && <Button type="link" onClick={() => change(nothing)}>{t('filter.clear')}</Button>}
        </div>
        {waiting > 0 && (
          <div className="new-rows"><Button type="primary" size="small" icon={<ArrowUpOutlined />} onClick={() => {
            showWaiting();
            scroller()?.scrollTo({ top: 0 });
          }}>{t('newRows', { count: waiting })}</Button></div>
        )}
        {error && rows.length === 0 ? <ProblemNote error={error} onRetry={() => void refetch()} /> : (
          <DataGrid
            label={t('title')} columns={columns} rows={rows} rowKey={({ id }) => id} selected={view.rowId} onSelect={({ id }) => change({ rowId: id })} onEnd={more} loading={isFetching}
            empty={<Empty title={filtered ? t('noneFound') : t('none')}>{filtered && <Button onClick={() => change(nothing)}>{t('filter.clear')}</Button>}</Empty>}
          />
        )}
      </div>
      {selected && <RowDetails key={selected.id} row={selected} undone={undone.has(selected.id)} onClose={() => change({ rowId: null })} onTravel={(at, clientId) => change({ at, clientId, rowId: null }, { push: true })} onWho={(who) => change({ who })} />}
    </div>
  );
}

/** Asked for 250 ms after the last key: it may look at many rows. */
function WhoBox({ value, onChange }: { value: string; onChange(who: string): void }) {
  const { t } = useTranslation('history');
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => setTyped(value), [value]);
  return (
    <Input
      allowClear className="filter-who" aria-label={t('filter.who')} placeholder={t('filter.who')} value={typed} maxLength={200}
      onChange={(event) => {
        setTyped(event.target.value);
        if (timer.current) clearTimeout(timer.current);
        timer.current = setTimeout(() => onChange(event.target.value), 250);
      }}
    />
  );
}
