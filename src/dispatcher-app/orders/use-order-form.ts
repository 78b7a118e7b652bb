// The order form's mind: asks again as fields change, makes the order, and repeats with the same key when the answer was
// lost on the way, so that one order is made however often the line breaks.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { OrderView, Reason, ResolveInput } from '../../contract/orders.js';
import { CallError } from '../../ui/api/call-error.js';
import { useDirectory } from '../../ui/api/directories.js';
import { useLive, useQuestion } from '../../ui/api/hooks.js';
import type { Result } from '../../ui/api/operations.js';
import { canBeAsked, changedTerms, changesOf, type Draft, emptyDraft, keepDraft, orderOf, questionOf } from './draft.js';
import { readMoment, writeMoment } from './moment.js';

export type Answer = Result<'resolveOrder'>;

const ASK_AFTER_MS = 150;
/** A line that is away for longer than that is no hiccup: the operator decides. */
const REPEATS = 8;
const REPEAT_AFTER_MS = 1_000;
const LOST = new Set(['line.lost', 'line.slow', 'server.unavailable']);

export interface Refusal {
  reasons: Reason[];
  warnings: Reason[];
  needsConfirmation: boolean;
}

function useSettled<T>(value: T): T {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

export interface OrderForm {
  draft: Draft;
  change(change: Partial<Draft>): void;
  replace(draft: Draft): void;
  answer: Answer | undefined;
  /** The answer belongs to what is typed now. */
  settled: boolean;
  askError: CallError | null;
  zone: string;
  currency: string;
  password: string;
  setPassword(password: string): void;
  busy: 'no' | 'sending' | 'repeating';
  error: CallError | null;
  refusal: Refusal | null;
  /** Makes the order, or changes the one that is there. Null: refused, and everything typed stays. */
  submit(confirmed: boolean): Promise<OrderView | null>;
}

export function useOrderForm(start: () => Draft, order: OrderView | null): OrderForm {
  const live = useLive();
  const [draft, setDraft] = useState(start);
  const before = useRef(draft);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState<OrderForm['busy']>('no');
  const [error, setError] = useState<CallError | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [known, setKnown] = useState<{ zone: string; currency: string | null }>({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: null });
  const carriers = useDirectory('carriers');
  const currency = order?.total?.currency ?? known.currency ?? (carriers.data?.items[0]?.currency as string | undefined) ?? 'RUB';

  const question = useMemo(() => (order ? changedTerms(before.current, draft, currency, known.zone) : questionOf(draft, currency, known.zone)), [order, draft, currency, known.zone]);
  const text = JSON.stringify(question);
  const settledText = useSettled(text);
  const asked = useMemo(() => JSON.parse(settledText) as typeof question, [settledText]);
  const enabled = canBeAsked(draft);
  // Whoever is on the path can be what stands in the way.
  const [involved, setInvolved] = useState<readonly string[]>([]);
  const watch = ['account', 'budget', 'group', 'tariff', 'discount', 'crewGroup', 'attribute', 'clientNote', ...involved];
  const first = useQuestion('resolveOrder', asked as ResolveInput, { enabled: order === null && enabled && (Boolean(asked.phone) || asked.clientId !== undefined), keep: true, watch });
  // What an order holds already is free for its change: only the server knows how much that is.
  const anew = useQuestion('resolveOrderChange', asked, { params: { id: order?.id ?? 0 }, enabled: order !== null && enabled, keep: true, watch: [...watch, `order:${order?.id}`] });
  const ask = order ? anew : first;
  const answer = enabled ? ask.data : undefined;
  // What stood in the way may be gone; only of the password the answer knows nothing.
  useEffect(() => {
    if (ask.dataUpdatedAt > 0) setRefusal((old) => (old?.reasons.some(({ code }) => code.startsWith('password.')) ? old : null));
  }, [ask.dataUpdatedAt]);
  useEffect(() => {
    if (!answer?.customer) return;
    const now = [answer.customer, answer.payer, ...(answer.path ?? [])].flatMap((client) => (client ? [`client:${client.id}`] : []));
    setInvolved((old) => (old.join() === now.join() ? old : now));
    const money = answer.estimate?.total ?? answer.money?.[0]?.balance;
    setKnown((old) => (old.zone === answer.timeZone && (!money || old.currency === money.currency) ? old : { zone: answer.timeZone ?? old.zone, currency: money?.currency ?? old.currency }));
  }, [answer]);

  const change = useCallback((next: Partial<Draft>) => {
    setError(null);
    setRefusal(null);
    setDraft((old) => ({ ...old, ...next }));
  }, []);
  useEffect(() => {
    if (!order) keepDraft(draft);
  }, [draft, order]);

  const send = async (call: () => Promise<OrderView>): Promise<OrderView> => {
    for (let repeat = 0; ; repeat += 1) {
      try {
        return await call();
      } catch (problem) {
        if (!(problem instanceof CallError) || !LOST.has(problem.code) || repeat >= REPEATS) throw problem;
        setBusy('repeating');
        await new Promise((resolve) => setTimeout(resolve, REPEAT_AFTER_MS));
      }
    }
  };

  const submit = async (confirmed: boolean): Promise<OrderView | null> => {
    if (busy !== 'no') return null;
    setBusy('sending');
    setError(null);
    setRefusal(null);
    // In 20 minutes means from now on; a repetition later must say the same as this one.
    const moment = readMoment(draft.when, known.zone);
    const said = moment ? { ...draft, when: writeMoment(moment.toISO() as string, known.zone) } : draft;
    setDraft(said);
    try {
      const made = order
        ? await send(() => live.call('changeOrder', { id: order.id, version: order.version }, { ...changesOf(before.current, said, currency, known.zone), ...(confirmed && { confirmed }) }))
        : await send(() => live.call('createOrder', { idempotencyKey: said.key }, { ...orderOf(said, currency, known.zone), ...(password && { password }), ...(confirmed && { confirmed }) }));
      keepDraft(null);
      return made;
    } catch (problem) {
      const failed = problem instanceof CallError ? problem : new CallError('server.error', { detail: String(problem) });
      if (failed.code === 'order.refused') setRefusal({ reasons: [], warnings: [], needsConfirmation: false, ...(failed.problem as Partial<Refusal>) });
      else setError(failed);
      // Made before, with other words: whatever is sent next is another order.
      if (failed.code === 'request.key_reused') setDraft((old) => ({ ...old, key: emptyDraft().key }));
      return null;
    } finally {
      setBusy('no');
    }
  };

  return {
    draft, change, replace: setDraft, answer, settled: text === settledText && !ask.isFetching, askError: enabled ? ask.error : null, zone: known.zone, currency,
    password, setPassword, busy, error, refusal, submit,
  };
}
