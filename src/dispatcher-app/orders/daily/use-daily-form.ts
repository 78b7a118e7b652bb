// The mind of a daily order's form: says which days come, asks whether the first of them could be ordered, saves, and lets
// two people work on one schedule (D-8).
import { useEffect, useMemo, useState } from 'react';
import { DateTime } from 'luxon';
import type { DailyOrderView } from '../../../contract/daily-orders.js';
import type { ScheduledDay } from '../../../lib/daily-schedule.js';
import { CallError, type Conflict } from '../../../ui/api/call-error.js';
import { useDirectory } from '../../../ui/api/directories.js';
import { useLive, useQuestion } from '../../../ui/api/hooks.js';
import type { Answer } from '../use-order-form.js';
import { comingDays, type DailyDraft, dailyChanges, dailyOf, dailyQuestion, keepDaily, keptDaily, newDaily } from './daily-draft.js';

const ASK_AFTER_MS = 150;
const DAYS_SHOWN = 6;
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface DailyForm {
  draft: DailyDraft;
  change(change: Partial<DailyDraft>): void;
  answer: Answer | undefined;
  currency: string;
  zone: string;
  days: ScheduledDay[];
  busy: boolean;
  error: CallError | null;
  conflicts: readonly Conflict[];
  /** What is missing before it can be saved. */
  missing: 'customer' | 'weekdays' | 'time' | null;
  /** What stands there now counts; mine is saved over it. */
  keepMine(): void;
  takeTheirs(): void;
  /** Null: refused, and everything typed stays. */
  save(): Promise<DailyOrderView | null>;
}

/** `seed`: what the form was opened for; what was typed for something else is not taken up. */
export function useDailyForm(daily: DailyOrderView | null, begin: () => DailyDraft, seed: string): DailyForm {
  const live = useLive();
  const id = daily?.id ?? null;
  const [typed, setTyped] = useState(() => {
    const draft = begin();
    return keptDaily(id, seed) ?? { draft, before: draft, version: daily?.version ?? 0, seed };
  });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const [zone, setZone] = useState(daily?.timeZone ?? browserZone());
  const [money, setMoney] = useState<string | null>(null);
  const carriers = useDirectory('carriers');
  const currency = money ?? (carriers.data?.items[0]?.currency as string | undefined) ?? 'RUB';
  const { draft } = typed;
  useEffect(() => keepDaily(id, typed), [id, typed]);
  // What others change meanwhile shows at once where nothing was typed; where something was, saving tells the conflict.
  useEffect(() => {
    if (daily) setTyped((old) => (daily.version === old.version ? old : { ...old, ...onTopOf(dailyOf(daily), old, () => true) }));
  }, [daily]);

  // The day of the open order is taken: the next one is a later one.
  const openAt = daily?.openOrder?.at ?? null;
  const days = useMemo(() => comingDays(draft, zone, openAt && DateTime.fromISO(openAt).setZone(zone).toISODate(), DAYS_SHOWN), [draft, zone, openAt]);
  const question = JSON.stringify(dailyQuestion(draft, currency, zone, days[0]));
  const [asked, setAsked] = useState(question);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(question), ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [question]);
  const ask = useQuestion('resolveOrder', useMemo(() => JSON.parse(asked) as ReturnType<typeof dailyQuestion>, [asked]), {
    enabled: draft.customerId !== null || draft.payingId !== null, keep: true,
    watch: [`client:${draft.customerId}`, `client:${draft.payingId}`, 'account', 'budget', 'group', 'tariff', 'crewGroup', 'clientNote'],
  });
  const answer = draft.customerId !== null || draft.payingId !== null ? ask.data : undefined;
  useEffect(() => {
    if (answer?.timeZone) setZone(answer.timeZone);
    const known = answer?.estimate?.total ?? answer?.money?.[0]?.balance;
    if (known) setMoney(known.currency);
  }, [answer]);

  const missing = draft.customerId === null && draft.payingId === null ? 'customer' : draft.weekdays.length === 0 ? 'weekdays' : draft.time === '' ? 'time' : null;
  const save = async (): Promise<DailyOrderView | null> => {
    if (busy || missing) return null;
    setBusy(true);
    setError(null);
    try {
      const saved = daily
        ? await live.call('changeDailyOrder', { id: daily.id, version: typed.version }, dailyChanges(typed.before, draft, currency))
        : await live.call('createDailyOrder', {}, newDaily(draft, currency));
      keepDaily(id, null);
      return saved;
    } catch (problem) {
      setError(problem instanceof CallError ? problem : new CallError('server.error', { detail: String(problem) }));
      return null;
    } finally {
      setBusy(false);
    }
  };

  const settle = (mine: boolean) => {
    if (!daily) return;
    setError(null);
    const theirs = new Set(conflicts.flatMap(({ field }) => draftFields[field] ?? [field]));
    setTyped((old) => {
      const now = dailyOf(daily);
      return { ...old, draft: onTopOf(now, old, (field) => mine || !theirs.has(field)).draft, before: now, version: daily.version };
    });
  };
  const conflicts = error?.conflicts ?? [];
  return {
    draft, change: (change) => { setError(null); setTyped((old) => ({ ...old, draft: { ...old.draft, ...change } })); }, answer, currency, zone, days, busy, error, conflicts, missing,
    keepMine: () => settle(true), takeTheirs: () => settle(false), save,
  };
}

/** What was typed and counts, on what stands there now. */
function onTopOf(now: DailyDraft, { draft, before }: { draft: DailyDraft; before: DailyDraft }, counts: (field: string) => boolean): { draft: DailyDraft; before: DailyDraft } {
  const own = Object.keys(draft).filter((field) => JSON.stringify(draft[field as keyof DailyDraft]) !== JSON.stringify(before[field as keyof DailyDraft]) && counts(field));
  const of = (from: DailyDraft) => Object.fromEntries(Object.entries(from).filter(([field]) => own.includes(field)));
  return { draft: { ...now, ...of(draft) }, before: { ...now, ...of(before) } };
}

/** Where a field of the wire stands in the form, if not by its own name. */
const draftFields: Record<string, readonly string[]> = { addresses: ['stops'], pay: ['way', 'useBonus', 'cashless', 'bonus'] };
