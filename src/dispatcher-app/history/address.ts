// The history's state in the address bar: what is filtered, which row is open, and to what moment one has travelled.
import { DateTime } from 'luxon';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Params } from '../../ui/api/operations.js';

export interface HistoryView {
  who: string;
  channel: string | null;
  entity: string | null;
  action: string | null;
  clientId: number | null;
  below: boolean;
  from: string | null;
  to: string | null;
  rowId: number | null;
  /** An instant: the directory is shown as it was then. */
  at: string | null;
}

const names: Record<keyof HistoryView, string> = { who: 'who', channel: 'channel', entity: 'entity', action: 'action', clientId: 'client', below: 'below', from: 'from', to: 'to', rowId: 'row', at: 'at' };
const number = (text: string | null) => (text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null);
const word = (text: string | null) => (text !== null && /^[a-zA-Z]{1,40}(\.[a-z_]{1,60})?$/.test(text) ? text : null);
const day = (text: string | null) => (text !== null && /^\d{4}-\d\d-\d\d$/.test(text) ? text : null);

function read(params: URLSearchParams): HistoryView {
  const at = params.get('at');
  return {
    who: params.get('who') ?? '', channel: word(params.get('channel')), entity: word(params.get('entity')), action: word(params.get('action')), clientId: number(params.get('client')), below: params.get('below') === '1',
    from: day(params.get('from')), to: day(params.get('to')), rowId: number(params.get('row')), at: at !== null && DateTime.fromISO(at).isValid ? at : null,
  };
}

export type ChangeHistoryView = (change: Partial<HistoryView>, options?: { push?: boolean }) => void;

export function useHistoryView(): [HistoryView, ChangeHistoryView] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => read(params), [params]);
  const change = useCallback<ChangeHistoryView>((next, { push = false } = {}) => setParams((before) => {
    const view = { ...read(before), ...next };
    const given = (Object.keys(names) as (keyof HistoryView)[]).filter((key) => view[key] !== null && view[key] !== false && view[key] !== '');
    return new URLSearchParams(given.map((key) => [names[key], view[key] === true ? '1' : String(view[key])]));
  }, { replace: !push }), [setParams]);
  return [view, change];
}

/** The view as the server's filter. */
export function filterOf({ who, channel, entity, action, clientId, below, from, to }: HistoryView): Params<'listHistory'> {
  return {
    ...(who.trim() && { who: who.trim() }), ...(channel && { channel }), ...(entity && { entity }), ...(action && { action }), ...(clientId !== null && { clientId, ...(below && { below }) }),
    ...(from !== null && { from: DateTime.fromISO(from).startOf('day').toUTC().toISO() as string }), ...(to !== null && { to: DateTime.fromISO(to).plus({ days: 1 }).startOf('day').toUTC().toISO() as string }),
    limit: 100,
  };
}
