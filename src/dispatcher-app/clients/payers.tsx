// Balances in the list: a client without an account of its own shows whose account pays instead.
import { Tooltip } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientItem } from '../../contract/clients.js';
import type { ChangeEvent } from '../../contract/events.js';
import { useChanges, useLive } from '../../ui/api/hooks.js';
import type { Result } from '../../ui/api/operations.js';
import { MoneyText } from '../../ui/components/small.js';

type Payer = Result<'listPayers'>['items'][number];

const AT_ONCE = 500;
const ASK_AGAIN_MS = 1_000;

/** By client, for the rows that are loaded; asked for page by page, and again when money moves. */
export function usePayers(rows: readonly ClientItem[], enabled: boolean): ReadonlyMap<number, Payer> {
  const live = useLive();
  const [payers, setPayers] = useState<ReadonlyMap<number, Payer>>(new Map());
  const asked = useRef(new Map<number, number>());
  const latest = useRef(rows);
  latest.current = rows;

  const askMissing = useCallback(() => {
    const missing = latest.current.filter(({ id, version }) => asked.current.get(id) !== version).slice(0, AT_ONCE);
    if (missing.length === 0) return;
    for (const { id, version } of missing) asked.current.set(id, version);
    live.call('listPayers', {}, { ids: missing.map(({ id }) => id) }).then(
      ({ items }) => setPayers((before) => new Map([...before, ...items.map((item) => [item.id, item] as const)])),
      () => { for (const { id } of missing) asked.current.delete(id); },
    );
  }, [live]);
  useEffect(() => {
    if (enabled && rows.length > 0) askMissing();
  }, [rows, enabled, askMissing]);

  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const react = useCallback(({ entity }: ChangeEvent) => {
    if (entity !== 'account' || !enabled) return;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      asked.current.clear();
      askMissing();
    }, ASK_AGAIN_MS);
  }, [enabled, askMissing]);
  useChanges(react);
  useEffect(() => () => {
    if (timer.current) clearTimeout(timer.current);
  }, []);
  return payers;
}

export function Balance({ payer, isOwn }: { payer: Payer | undefined; isOwn: boolean }) {
  const { t } = useTranslation('clients');
  if (!payer) return null;
  if (isOwn) return <MoneyText money={payer.balance} />;
  return <Tooltip title={t('paidBy', { name: payer.payer.name })}><span className="soft"><span aria-hidden="true">↑ </span><MoneyText money={payer.balance} /></span></Tooltip>;
}
