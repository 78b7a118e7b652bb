// The state of the messages' screen lives in the address bar.
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

export interface MessagesView {
  tab: 'messages' | 'mailings' | 'shown';
  status: 'waiting' | 'sent' | 'failed' | null;
  channel: 'email' | 'sms' | null;
  clientId: number | null;
  mailingId: number | null;
  /** A new message is being written: to whom, where that is known already. */
  writing: boolean;
}

const id = (text: string | null) => (text !== null && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null);
const oneOf = <T extends string>(text: string | null, known: readonly T[]): T | null => known.find((one) => one === text) ?? null;

function read(params: URLSearchParams): MessagesView {
  return {
    tab: oneOf(params.get('tab'), ['messages', 'mailings', 'shown']) ?? 'messages', status: oneOf(params.get('status'), ['waiting', 'sent', 'failed']), channel: oneOf(params.get('channel'), ['email', 'sms']),
    clientId: id(params.get('client')), mailingId: id(params.get('mailing')), writing: params.get('new') === '1',
  };
}

function write({ tab, status, channel, clientId, mailingId, writing }: MessagesView): URLSearchParams {
  const params = new URLSearchParams();
  const said = { tab: tab === 'messages' ? null : tab, status, channel, client: clientId, mailing: mailingId, new: writing ? 1 : null };
  for (const [name, value] of Object.entries(said)) if (value !== null) params.set(name, String(value));
  return params;
}

export type ChangeMessagesView = (change: Partial<MessagesView>) => void;

export function useMessagesView(): [MessagesView, ChangeMessagesView] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => read(params), [params]);
  const change = useCallback<ChangeMessagesView>((next) => setParams((before) => write({ ...read(before), ...next }), { replace: true }), [setParams]);
  return [view, change];
}
