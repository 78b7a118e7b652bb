// Changes with a date (D-9): what is due, what became of it, and making one.
import { Button, Input, Select } from 'antd';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientChangeInput } from '../../contract/changes.js';
import { CallError } from '../../ui/api/call-error.js';
import { DayInput } from '../../ui/components/DayInput.js';
import { useDirectory } from '../../ui/api/directories.js';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import { ProblemNote, StateTag, type Tone, useProblemText } from '../../ui/components/small.js';
import { exactTime } from '../../ui/format/dates.js';
import { colon } from '../../ui/i18n/i18n.js';
import { ClientSelect } from '../clients/ClientSelect.js';
import { useSettingLabel } from '../clients/setting-labels.js';
import { useClientActions } from '../clients/use-client-actions.js';
import { useSession } from '../session.js';
import { useCard } from './card-context.js';
import { SettingText } from './FieldValue.js';
import { SettingEditor } from '../settings/SettingEditor.js';
import { usePathLabel } from './use-card-save.js';

const tones: Record<string, Tone> = { pending: 'look', applied: 'fine', failed: 'cannot', cancelled: 'plain' };
/** Records have forms of their own on their tabs. */
const settingKeys = ['tariff', 'tariffShift', 'discount', 'balanceFloor', 'whenFundsShort', 'crewGroups', 'defaultCrewGroup', 'expiredContract', 'mobileApp', 'exchange', 'cashForbidden', 'greetingSign', 'settlementRule', 'dynamicPriorityRule'];

export function Scheduled() {
  const { t } = useTranslation('card');
  const live = useLive();
  const { id, card, at } = useCard();
  const { done, fail } = useClientActions();
  const [making, setMaking] = useState(false);
  const scheduled = useOperation('listClientScheduledChanges', { id, limit: 100 }, { watch: ['scheduledChange', `client:${id}`] });
  const cancel = (changeId: number) => live.call('cancelScheduledChange', { id: changeId }).then(() => { done(t('scheduled.cancelled')); void scheduled.refetch(); }, fail);
  if (scheduled.error) return <ProblemNote error={scheduled.error} onRetry={() => void scheduled.refetch()} />;
  const items = scheduled.data?.items ?? [];
  return (
    <div className="column">
      {at === null && !card.deleted && (making ? <ScheduleForm onClose={() => setMaking(false)} onMade={() => { setMaking(false); void scheduled.refetch(); }} /> : <div><Button onClick={() => setMaking(true)}>{t('scheduled.make')}</Button></div>)}
      {scheduled.data && items.length === 0 && <span className="soft">{t('scheduled.none')}</span>}
      {items.length > 0 && (
        <table className="plain-table">
          <thead><tr><th scope="col">{t('scheduled.from')}</th><th scope="col">{t('scheduled.what')}</th><th scope="col">{t('scheduled.state')}</th><th scope="col">{t('history.who')}</th><th scope="col"><span className="visually-hidden">{t('acts')}</span></th></tr></thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id}>
                <td className="number">{exactTime(item.at)}</td>
                <td><ChangeText change={item.change} /></td>
                <td><StateTag tone={tones[item.status] ?? 'plain'}>{t(`scheduled.${item.status}`)}</StateTag>{item.reason && <div className="soft small">{item.reason}</div>}</td>
                <td>{item.madeBy}</td>
                <td>{item.status === 'pending' && at === null && <Button size="small" onClick={() => void cancel(item.id)}>{t('scheduled.cancel')}</Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function ChangeText({ change }: { change: ClientChangeInput }): ReactNode {
  const { t } = useTranslation('card');
  const labelOf = usePathLabel();
  const to = useOperation('getClient', { id: change.parentId ?? 0 }, { enabled: change.kind === 'move' && change.parentId != null });
  switch (change.kind) {
    case 'setting': return <>{labelOf(`settings.${change.key}`)}{colon()}<SettingText settingKey={change.key ?? ''} value={change.value ?? null} /></>;
    case 'inherit': return <>{labelOf(`settings.${change.key}`)}{colon()}{t('inherited')}</>;
    case 'move': return change.parentId == null ? t('scheduled.moveToTop') : t('scheduled.moveTo', { name: to.data?.name ?? `№ ${change.parentId}` });
    case 'block': return <>{t('act.block')}{change.reason ? `: ${change.reason}` : ''}</>;
    case 'fields': return Object.keys(change.fields ?? {}).map((field) => labelOf(field)).join(', ');
    default: return t(`scheduled.kind.${change.kind}`);
  }
}

type Kind = 'setting' | 'inherit' | 'move' | 'delete' | 'block';

function ScheduleForm({ onClose, onMade }: { onClose(): void; onMade(): void }) {
  const { t } = useTranslation('card');
  const live = useLive();
  const { can } = useSession();
  const { id, card } = useCard();
  const { done } = useClientActions();
  const problemText = useProblemText();
  const settingLabel = useSettingLabel();
  const attributes = useDirectory('attributes').data?.items ?? [];
  const [at, setAt] = useState('');
  const [kind, setKind] = useState<Kind>(can('client.change') ? 'setting' : 'move');
  const [key, setKey] = useState('tariff');
  const [value, setValue] = useState<unknown>(undefined);
  const [parentId, setParentId] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const kinds: Kind[] = [...(can('client.change') ? (['setting', 'inherit'] as const) : []), ...(can('client.move') ? (['move'] as const) : []), ...(can('client.delete') ? (['delete'] as const) : []), ...(can('client.block') ? (['block'] as const) : [])];
  const change = (): ClientChangeInput => {
    switch (kind) {
      case 'setting': return { kind, key, value };
      case 'inherit': return { kind, key };
      case 'move': return { kind, parentId };
      case 'block': return { kind, reason: reason.trim() || null };
      case 'delete': return { kind };
    }
  };
  const make = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await live.call('scheduleChange', { id }, { at: new Date(at).toISOString(), change: change() });
      done(t('scheduled.made', { at: exactTime(new Date(at).toISOString()) }));
      onMade();
    } catch (error) {
      setRefusal(error instanceof CallError ? problemText(error) : String(error));
    }
  };
  return (
    <form className="panel column" aria-label={t('scheduled.make')} onSubmit={(event) => void make(event)}>
      <div className="row wrap">
        <label htmlFor="scheduled-at">{t('scheduled.from')}</label>
        <DayInput id="scheduled-at" withTime required value={at} onChange={setAt} />
        <Select aria-label={t('scheduled.what')} style={{ width: 220 }} value={kind} onChange={setKind} options={kinds.map((each) => ({ value: each, label: t(`scheduled.kind.${each}`) }))} />
      </div>
      <div className="row wrap">
        {(kind === 'setting' || kind === 'inherit') && (
          <Select
            aria-label={t('scheduled.setting')} style={{ width: 260 }} showSearch={{ optionFilterProp: 'label' }} value={key} onChange={(next) => { setKey(next); setValue(undefined); }}
            options={[...settingKeys.map((each) => ({ value: each, label: settingLabel(each) })), ...attributes.map((each) => ({ value: `attribute.${each.id}`, label: each.name }))]}
          />
        )}
        {kind === 'setting' && <div className="grow"><SettingEditor key={key} settingKey={key} value={value} scope={card.parentId === null ? 'root' : 'child'} onChange={setValue} /></div>}
        {kind === 'move' && <div style={{ width: 320 }}><ClientSelect label={t('field.parentId')} placeholder={card.parentId === null ? t('field.parentId') : t('scheduled.moveToTop')} value={parentId} onChange={(client) => setParentId(client?.id ?? null)} /></div>}
        {kind === 'block' && <Input aria-label={t('scheduled.reason')} placeholder={t('scheduled.reason')} style={{ width: 320 }} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </div>
      {refusal && <div role="alert" className="cannot">{refusal}</div>}
      <div className="row"><Button type="primary" htmlType="submit" disabled={!at || (kind === 'setting' && value === undefined)}>{t('scheduled.make')}</Button><Button onClick={onClose}>{t('cancel')}</Button></div>
    </form>
  );
}
