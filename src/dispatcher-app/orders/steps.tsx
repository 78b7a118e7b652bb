// The steps of an order that ask for something: the crew, what it came to, what aborting costs (O-13).
import { Alert, Checkbox } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderStateInput, OrderView } from '../../contract/orders.js';
import { CallError } from '../../ui/api/call-error.js';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import { newKey } from '../../ui/api/new-key.js';
import { Dialog } from '../../ui/components/Dialog.js';
import { MoneyText, ProblemNote } from '../../ui/components/small.js';
import { readSum } from './draft.js';
import { LabelledInput } from './fields.js';

interface StepProps {
  order: OrderView;
  open: boolean;
  onClose(): void;
}

function useStep({ order, onClose }: StepProps) {
  const live = useLive();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const run = async (call: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await call();
      onClose();
    } catch (problem) {
      setError(problem instanceof CallError ? problem : new CallError('server.error', { detail: String(problem) }));
    } finally {
      setBusy(false);
    }
  };
  // One key for each time the dialog is open: pressed twice, it is done once.
  const [key, setKey] = useState('');
  return {
    busy, error, renew: () => { setKey(newKey()); setError(null); },
    step: (body: OrderStateInput) => run(() => live.call('changeOrderState', { id: order.id, idempotencyKey: key }, body)),
    remove: (body: Pick<OrderStateInput, 'penalty' | 'reason'>) => run(() => live.call('deleteOrder', { id: order.id, idempotencyKey: key }, body)),
  };
}

function StepDialog({ open, onClose, title, ok, danger = false, disabled = false, busy, error, onOk, children }: {
  open: boolean; onClose(): void; title: string; ok: string; danger?: boolean; disabled?: boolean; busy: boolean; error: CallError | null; onOk(): void; children: ReactNode;
}) {
  return (
    <Dialog open={open} onCancel={onClose} title={title} okText={ok} okButtonProps={{ danger, disabled, loading: busy }} onOk={onOk} width={440} destroyOnHidden>
      <form className="column" onSubmit={(event) => { event.preventDefault(); if (!disabled) onOk(); }}>
        {children}
        <ProblemNote error={error} />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

export function AssignCrew(props: StepProps) {
  const { t } = useTranslation('orders');
  const { busy, error, renew, step } = useStep(props);
  const [crew, setCrew] = useState('');
  const [driver, setDriver] = useState('');
  const [car, setCar] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time it is opened
  useEffect(renew, [props.open]);
  const crewId = /^[1-9]\d{0,8}$/.test(crew.trim()) ? Number(crew) : null;
  const unwanted = error?.code === 'order.crew_unwanted';
  const said = { state: 'driverAssigned' as const, ...(unwanted && { confirmed: true }), ...(crewId !== null && { crewId }), ...(driver.trim() && { driver: driver.trim() }), ...(car.trim() && { car: car.trim() }) };
  return (
    <StepDialog {...props} title={t('assign.title')} ok={t(unwanted ? 'assign.allTheSame' : 'assign.yes')} danger={unwanted} disabled={crewId === null && !driver.trim() && !car.trim()} busy={busy} error={error} onOk={() => void step(said)}>
      <LabelledInput label={t('assign.crew')} data-autofocus inputMode="numeric" value={crew} onChange={({ target }) => setCrew(target.value)} />
      <LabelledInput label={t('assign.driver')} value={driver} onChange={({ target }) => setDriver(target.value)} />
      <LabelledInput label={t('assign.car')} value={car} onChange={({ target }) => setCar(target.value)} />
    </StepDialog>
  );
}

export function FinishOrder(props: StepProps) {
  const { t } = useTranslation('orders');
  const { order } = props;
  const { busy, error, renew, step } = useStep(props);
  const [sum, setSum] = useState('');
  useEffect(() => {
    setSum(order.total?.amount ?? '');
  }, [order.total?.amount]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time it is opened
  useEffect(renew, [props.open]);
  const amount = readSum(sum);
  const currency = order.discountSum.currency;
  return (
    <StepDialog
      {...props} title={t('finish.title', { id: order.id })} ok={t('finish.yes')} disabled={amount === null} busy={busy} error={error}
      onOk={() => void step({ state: 'finished', ...(amount !== null && { sum: { amount, currency } }) })}
    >
      <LabelledInput label={t('finish.sum')} data-autofocus className="number" inputMode="decimal" suffix={currency} value={sum} onChange={({ target }) => setSum(target.value)} />
      <p className="soft">{t('finish.hint', { name: order.payer.name })}</p>
    </StepDialog>
  );
}

export function AbortOrder(props: StepProps) {
  const { t } = useTranslation('orders');
  const { order, open } = props;
  const { busy, error, renew, step, remove } = useStep(props);
  const [reason, setReason] = useState('');
  const [other, setOther] = useState('');
  const [stopDaily, setStopDaily] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time it is opened
  useEffect(renew, [open]);
  const amount = readSum(other);
  const asked = useOperation('getCancellationPenalty', { id: order.id, ...(amount !== null && { amount }) }, { enabled: open, keep: true, watch: [`order:${order.id}`, `group:${order.group.id}`, 'account'] });
  const due = asked.data?.penalty;
  // Saying so only when it is true of what is typed: a sum that is being asked about is the one before.
  const less = amount !== null && !asked.isPlaceholderData && due !== undefined && Number(due.amount) < Number(amount);
  const said = { ...(reason.trim() && { reason: reason.trim() }), ...(amount !== null && { penalty: { amount, currency: order.discountSum.currency } }) };
  return (
    <StepDialog
      {...props} title={t('abort.title', { id: order.id })} ok={t('abort.yes')} danger disabled={other.trim() !== '' && amount === null} busy={busy} error={error}
      onOk={() => void (stopDaily ? remove(said) : step({ state: 'aborted', ...said }))}
    >
      {due && (
        <Alert
          type={Number(due.amount) > 0 ? 'warning' : 'info'} showIcon
          title={Number(due.amount) > 0 ? <>{t('abort.costs', { name: order.payer.name })} <MoneyText money={due} /></> : t('abort.free')} description={less && t('abort.less')}
        />
      )}
      <ProblemNote error={asked.error} onRetry={() => void asked.refetch()} />
      <LabelledInput label={t('abort.other')} className="number" inputMode="decimal" suffix={order.discountSum.currency} value={other} onChange={({ target }) => setOther(target.value)} />
      <LabelledInput label={t('abort.reason')} data-autofocus value={reason} onChange={({ target }) => setReason(target.value)} />
      {order.dailyOrderId !== null && <Checkbox checked={stopDaily} onChange={({ target }) => setStopDaily(target.checked)}>{t('abort.stopDaily', { id: order.dailyOrderId })}</Checkbox>}
    </StepDialog>
  );
}
