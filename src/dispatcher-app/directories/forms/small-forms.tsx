// The directories that have only a few fields.
import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../../ui/api/directories.js';
import { useOperation } from '../../../ui/api/hooks.js';
import { MoneyInput } from '../../../ui/components/MoneyInput.js';
import type { Money } from '../../../ui/format/money.js';
import { BankDetailsEditor } from '../../settings/record-editors.js';
import { Choice } from '../../settings/Choice.js';
import { DateField, Field, FormContext, NumberField, SelectField, SwitchField, TextField, useFormState } from '../fields.js';

export function NameForm() {
  return <TextField name="name" required />;
}

export function DiscountForm() {
  const { t } = useTranslation('directories');
  const { value, set, locked } = useFormState();
  const kind = value.sum ? 'sum' : typeof value.percent === 'number' ? 'percent' : 'nothing';
  return (
    <>
      <TextField name="name" required />
      <SwitchField name="active" />
      <Field name="discountKind">
        <Choice
          label={t('field.discountKind')} disabled={locked} value={kind} choices={(['percent', 'sum', 'nothing'] as const).map((one) => [one, t(`discount.${one}`)])}
          onChange={(next) => set(next === 'percent' ? { percent: 10, sum: null } : next === 'sum' ? { percent: null, sum: { amount: '100.00', currency: 'RUB' } } : { percent: null, sum: null })}
        />
      </Field>
      {kind === 'percent' && (
        <Field name="percent">
          <InputNumber id="field-percent" disabled={locked} min={0} max={100} step={1} precision={2} suffix="%" style={{ width: 140 }} value={value.percent as number | null} onChange={(percent) => percent !== null && set({ percent })} />
        </Field>
      )}
      {kind === 'sum' && <Field name="sum"><MoneyInput id="field-sum" label={t('field.sum')} disabled={locked} value={value.sum as Money} onChange={(sum) => sum && set({ sum })} /></Field>}
    </>
  );
}

export function DiscountCardForm() {
  const discounts = useDirectory('discounts');
  return (
    <>
      <TextField name="number" required />
      <SelectField name="discountId" required options={(discounts.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
      <SwitchField name="active" />
      <div className="form-grid"><DateField name="validFrom" /><DateField name="validTo" /></div>
    </>
  );
}

export function CrewGroupForm() {
  const { t } = useTranslation('directories');
  return <><TextField name="name" required /><SwitchField name="seesDriverNotes" hint={t('crewGroup.notesHint')} /></>;
}

export function SettlementRuleForm() {
  return <><TextField name="name" required /><TextField name="client" label="settlementClient" rows={4} /><TextField name="driver" label="settlementDriver" rows={4} /></>;
}

export function DynamicPriorityForm() {
  const { t } = useTranslation('directories');
  return <><TextField name="name" required /><NumberField name="priority" min={-1_000_000} max={1_000_000} hint={t('priority.hint')} /></>;
}

const currencies = ['RUB', 'EUR', 'USD', 'CHF', 'GBP', 'KZT', 'BYN', 'AMD', 'UZS', 'KGS', 'GEL', 'AED', 'CNY', 'TRY'];

export function CarrierForm() {
  const { t } = useTranslation('directories');
  const { value, set, locked, errors } = useFormState();
  const details = (value.details ?? {}) as Record<string, unknown>;
  const put = (next: Record<string, unknown> | null) => set({ details: next !== null && Object.keys(next).length > 0 ? next : null });
  const { legalName, address, ...bank } = details;
  const own = { ...(typeof legalName === 'string' && legalName !== '' && { legalName }), ...(typeof address === 'string' && address !== '' && { address }) };
  return (
    <>
      <TextField name="name" required />
      {value.isDefault === true && <p className="soft">{t('carrier.default')}</p>}
      <Field name="currency">
        <Select id="field-currency" aria-label={t('field.currency')} disabled={locked} value={value.currency as string} options={[...new Set([value.currency as string, ...currencies])].filter(Boolean).map((code) => ({ value: code, label: code }))} showSearch style={{ width: 140 }} onChange={(currency: string) => set({ currency })} />
      </Field>
      <h3>{t('carrier.details')}</h3>
      <SubText name="legalName" value={details.legalName} locked={locked} onChange={(text) => put({ ...bank, ...own, ...(text !== '' ? { legalName: text } : { legalName: undefined }) })} />
      <SubText name="address" value={details.address} locked={locked} onChange={(text) => put({ ...bank, ...own, ...(text !== '' ? { address: text } : { address: undefined }) })} />
      <BankDetailsEditor label={t('carrier.bank')} always value={bank} disabled={locked} errors={errors} onChange={(next) => put({ ...own, ...(next as Record<string, unknown>) })} />
    </>
  );
}

function SubText({ name, value, locked, onChange }: { name: string; value: unknown; locked: boolean; onChange(text: string): void }) {
  const { t } = useTranslation('directories');
  const form = useFormState();
  const inner = { ...form, locked, value: { [name]: value }, set: (part: Record<string, unknown>) => onChange(String(part[name] ?? '')) };
  return <FormContext value={inner}><TextField name={name} label={`carrier.${name}`} {...(name === 'address' && { hint: t('carrier.addressHint') })} /></FormContext>;
}

export function TransitionRuleForm() {
  const { t } = useTranslation('directories');
  const { value, set, locked, errors } = useFormState();
  const groups = useOperation('listGroups', {}, { watch: ['group'] });
  const options = (groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const condition = (value.condition ?? {}) as Record<string, unknown>;
  const put = (part: Record<string, unknown>) => set({ condition: Object.fromEntries(Object.entries({ ...condition, ...part }).filter(([, one]) => one !== undefined && one !== null && one !== '')) });
  const inner = { value: condition, set: put, locked, errors, isNew: false };
  return (
    <>
      <TextField name="name" required />
      <div className="form-grid"><SelectField name="fromGroupId" required options={options} /><SelectField name="toGroupId" required options={options} /></div>
      <SwitchField name="active" />
      <h3>{t('transition.condition')}</h3>
      <p className="soft">{t('transition.hint')}</p>
      <Field name="minTurnover"><MoneyInput id="field-minTurnover" label={t('field.minTurnover')} disabled={locked} value={condition.minTurnover as Money | undefined} onChange={(minTurnover) => put({ minTurnover })} /></Field>
      <FormContext value={inner}>
        <div className="form-grid">
          <NumberField name="minTrips" min={1} nullable />
          <NumberField name="registeredDays" min={1} nullable />
        </div>
        <DateField name="onDate" />
      </FormContext>
      <NumberField name="position" min={0} hint={t('transition.positionHint')} />
    </>
  );
}
