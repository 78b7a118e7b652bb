import { PlusOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Checkbox, Input, InputNumber, Segmented, Select, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DateTime } from 'luxon';
import type { OrderView } from '../../contract/orders.js';
import { useDirectory } from '../../ui/api/directories.js';
import { useOperation } from '../../ui/api/hooks.js';
import { currentLanguage } from '../../ui/i18n/i18n.js';
import { ClientSelect } from '../clients/ClientSelect.js';
import { type PayWay, readSum } from './draft.js';
import { Field } from './fields.js';
import { isMoment, readMoment } from './moment.js';
import type { OrderForm } from './use-order-form.js';

/** What a field knows of its form: that of an order, or that of a daily one. */
export type OrderPart = Pick<OrderForm, 'draft' | 'change' | 'answer' | 'currency'>;

interface Props {
  form: OrderForm;
  order: OrderView | null;
  recent: readonly OrderView[];
  who: ReactNode;
}

export function OrderFields({ form, order, recent, who }: Props) {
  const { t } = useTranslation('orders');
  const { draft, change, answer } = form;
  const fieldOf = (path: string) => [...(form.error?.fields ?? form.askError?.fields ?? new Map<string, string>())].find(([at]) => at.startsWith(`body/${path}`))?.[1];
  return (
    <>
      <Field letter="P" label={t('field.phone')} htmlFor="order-phone" problem={fieldOf('phone')}>
        <Input id="order-phone" type="text" inputMode="tel" className="number" autoComplete="off" allowClear value={draft.phone} onChange={(event) => change({ phone: event.target.value })} />
      </Field>
      {who}
      <div className="order-pair">
        <Field letter="C" label={t('field.customer')} problem={fieldOf('employeeId')}>
          <ClientSelect
            label={t('field.customer')} value={draft.customerId ?? answer?.customer?.id ?? null} {...(draft.payingId !== null && { below: draft.payingId })}
            onChange={(client) => change({ customerId: client?.id ?? null, ...(client && draft.payingId !== null && client.id !== draft.payingId && !client.path.some(({ id }) => id === draft.payingId) && { payingId: null }) })}
          />
        </Field>
        <Field letter="A" label={t('field.client')} problem={fieldOf('clientId')}>
          <ClientSelect label={t('field.client')} ownAccount value={draft.payingId ?? answer?.payer?.id ?? null} onChange={(client) => change({ payingId: client?.id ?? null })} />
        </Field>
      </div>
      {answer?.passwordNeeded && !order && (
        <Field letter="D" label={t('field.password')} htmlFor="order-password" aside={t('passwordOf', { name: answer.passwordNeeded.name })}>
          <Input.Password id="order-password" autoComplete="off" value={form.password} onChange={(event) => form.setPassword(event.target.value)} />
        </Field>
      )}
      <Field letter="G" label={t('field.passenger')} htmlFor="order-passenger" problem={fieldOf('passenger')}>
        <Input id="order-passenger" value={draft.passenger} onChange={(event) => change({ passenger: event.target.value })} />
      </Field>
      <Stops form={form} recent={recent} problem={fieldOf('addresses')} />
      <When form={form} />
      <div className="order-pair">
        <CrewGroup form={form} />
        <Tariff form={form} />
      </div>
      <Payment form={form} />
      <div className="order-pair">
        <Field letter="M" label={t('field.comment')} htmlFor="order-comment" problem={fieldOf('comment')}><Input id="order-comment" value={draft.comment} onChange={(event) => change({ comment: event.target.value })} /></Field>
        <Field letter="N" label={t('field.costCentre')} htmlFor="order-cost" problem={fieldOf('costCentre')}><Input id="order-cost" value={draft.costCentre} onChange={(event) => change({ costCentre: event.target.value })} /></Field>
      </div>
      <div className="order-pair">
        <Field letter="S" label={t('field.sum')} htmlFor="order-sum" problem={draft.sum.trim() !== '' && readSum(draft.sum) === null ? t('notSum') : fieldOf('sum')}>
          <Input id="order-sum" className="number" inputMode="decimal" suffix={form.currency} placeholder={t('byTariff')} value={draft.sum} onChange={(event) => change({ sum: event.target.value })} />
        </Field>
        <Field letter="K" label={t('field.km')} htmlFor="order-km">
          <Input id="order-km" className="number" inputMode="decimal" suffix={t('km')} value={draft.km} onChange={(event) => change({ km: event.target.value })} />
        </Field>
      </div>
    </>
  );
}

/** Where from, over which stops, where to; with the client's own addresses and the last ones at hand. */
export function Stops({ form: { draft, change, answer }, recent, problem }: { form: OrderPart; recent: readonly OrderView[]; problem: string | undefined }) {
  const { t } = useTranslation('orders');
  const customerId = draft.customerId ?? answer?.customer?.id ?? null;
  const card = useOperation('getClient', { id: customerId ?? 0 }, { enabled: customerId !== null, watch: [`client:${customerId}`] });
  const favourites = card.data?.favouriteAddresses ?? [];
  const known = [...new Set([...favourites.map(({ address }) => address), ...(answer?.pickUpAddress ? [answer.pickUpAddress] : []), ...recent.flatMap(({ addresses }) => addresses.map(({ address }) => address))])];
  const nameOf = (address: string) => favourites.find((one) => one.address === address)?.name;
  const put = (index: number, address: string) => change({ stops: draft.stops.map((stop, at) => (at === index ? address : stop)) });
  const last = draft.stops.length - 1;
  return (
    <>
      {draft.stops.map((stop, index) => {
        const label = index === 0 ? t('field.from') : index === last ? t('field.to') : t('field.via', { count: index });
        const letter = index === 0 ? 'O' : index === last ? 'T' : '';
        const fits = known.filter((address) => address !== stop && `${address} ${nameOf(address) ?? ''}`.toLowerCase().includes(stop.trim().toLowerCase()));
        return (
          <Field key={index === last ? 'to' : index} letter={letter} label={label} htmlFor={`order-stop-${index}`} problem={index === 0 ? problem : undefined}>
            <div className="row">
              <AutoComplete
                id={`order-stop-${index}`} className="grow" value={stop} onChange={(address: string) => put(index, address)} defaultActiveFirstOption={false}
                options={fits.slice(0, 8).map((address) => ({ value: address, label: nameOf(address) ? `${nameOf(address)}: ${address}` : address }))}
              />
              {index === last && <Tooltip title={t('addStop')}><Button aria-label={t('addStop')} icon={<PlusOutlined />} disabled={draft.stops.length >= 8} onClick={() => change({ stops: [...draft.stops.slice(0, last), '', stop] })} /></Tooltip>}
              {index > 0 && index < last && <Button onClick={() => change({ stops: draft.stops.filter((_, at) => at !== index) })}>{t('removeStop')}</Button>}
            </div>
          </Field>
        );
      })}
    </>
  );
}

function When({ form: { draft, change, zone } }: { form: OrderForm }) {
  const { t } = useTranslation('orders');
  const moment = readMoment(draft.when, zone);
  const foreign = zone !== Intl.DateTimeFormat().resolvedOptions().timeZone && moment?.offset !== DateTime.now().offset;
  const understood = moment
    ? `${moment.setLocale(currentLanguage()).toLocaleString({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })}${foreign ? ` (${zone})` : ''} · ${moment.setLocale(currentLanguage()).toRelative() ?? ''}`
    : t('now');
  return (
    <Field letter="W" label={t('field.when')} htmlFor="order-when" aside={isMoment(draft.when, zone) ? understood : undefined} problem={isMoment(draft.when, zone) ? undefined : t('notTime')}>
      <Input id="order-when" className="number" allowClear placeholder={t('whenHint')} value={draft.when} onChange={(event) => change({ when: event.target.value })} />
    </Field>
  );
}

export function CrewGroup({ form: { draft, change, answer } }: { form: OrderPart }) {
  const { t } = useTranslation('orders');
  const all = useDirectory('crewGroups');
  const groups = answer?.terms?.crewGroups;
  const allowed = groups?.allowed ?? (all.data?.items ?? []).map(({ id, name }) => ({ id, name }));
  return (
    <Field letter="R" label={t('field.crewGroup')}>
      <Select
        aria-label={t('field.crewGroup')} className="grow" allowClear placeholder={groups?.default?.name ?? t('anyCrew')} value={draft.crewGroupId ?? undefined} showSearch={{ optionFilterProp: 'label' }}
        onChange={(id: number | undefined) => change({ crewGroupId: id ?? null })} options={allowed.map(({ id, name }) => ({ value: id, label: name }))} style={{ width: '100%' }}
      />
    </Field>
  );
}

export function Tariff({ form: { draft, change, answer } }: { form: OrderPart }) {
  const { t } = useTranslation('orders');
  const tariffs = useDirectory('tariffs');
  return (
    <Field letter="F" label={t('field.tariff')}>
      <Select
        aria-label={t('field.tariff')} allowClear placeholder={draft.tariffId === null ? (answer?.terms?.tariff?.name ?? t('byRules')) : ''} value={draft.tariffId ?? undefined} showSearch={{ optionFilterProp: 'label' }}
        onChange={(id: number | undefined) => change({ tariffId: id ?? null })} options={(tariffs.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} style={{ width: '100%' }}
      />
    </Field>
  );
}

export function Payment({ form: { draft, change, answer, currency } }: { form: OrderPart }) {
  const { t } = useTranslation('orders');
  const usual: PayWay = Number(answer?.parts?.cashless.amount ?? 0) > 0 ? 'cashless' : 'cash';
  const amount = (kind: 'cashless' | 'bonus', off: boolean) => (
    <InputNumber
      aria-label={t(`part.${kind}`)} placeholder={t(`part.${kind}`)} stringMode controls={false} min="0" precision={2} disabled={off} suffix={currency} style={{ width: 150 }}
      value={draft[kind] === '' ? null : draft[kind]} onChange={(sum) => change({ [kind]: sum === null ? '' : String(sum), ...(draft.way === '' && sum !== null && { way: 'cash' as const }) })}
    />
  );
  return (
    <Field letter="Y" label={t('field.pay')}>
      <div className="row wrap">
        <Segmented<PayWay>
          aria-label={t('field.pay')} value={draft.way} onChange={(way) => change({ way, ...(way === '' && { useBonus: false, bonus: '', cashless: '' }), ...(way === 'cashless' && { cashless: '' }) })}
          options={[{ value: '', label: t('pay.usual') }, { value: 'cashless', label: t('pay.cashless') }, { value: 'cash', label: t('pay.cash') }, { value: 'card', label: t('pay.card') }]}
        />
        <Checkbox checked={draft.useBonus} onChange={({ target }) => change({ useBonus: target.checked, bonus: '', ...(draft.way === '' && target.checked && { way: usual }) })}>{t('pay.bonus')}</Checkbox>
        {(draft.way === 'cash' || draft.way === 'card') && amount('cashless', false)}
        {draft.way !== '' && !draft.useBonus && amount('bonus', false)}
      </div>
    </Field>
  );
}
