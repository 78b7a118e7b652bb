// The rows of a shift in their order: the first that fits wins. Below, the week as it comes out.
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ShiftEntry } from '../../../orders/calendar.js';
import { useDirectory } from '../../../ui/api/directories.js';
import { ClockInput } from '../ClockInput.js';
import { dayTypes } from '../day-types.js';
import { errorAt, TextField, useFormState } from '../fields.js';
import { weekdayNames } from '../weekdays.js';
import { WeekPicture } from '../WeekPicture.js';

export function TariffShiftForm() {
  const { t } = useTranslation('directories');
  const { value, set, locked, errors } = useFormState();
  const tariffs = useDirectory('tariffs');
  const entries = (value.entries ?? []) as ShiftEntry[];
  const put = (next: ShiftEntry[]) => set({ entries: next });
  const move = (from: number, to: number) => {
    const next = [...entries];
    next.splice(to, 0, ...next.splice(from, 1));
    put(next);
  };
  const names = new Map(tariffs.data?.items.map(({ id, name }) => [id, name]));
  const first = tariffs.data?.items.find(({ active }) => active !== false);
  return (
    <>
      <TextField name="name" required />
      <h3>{t('shift.rows')}</h3>
      <p className="soft">{t('shift.hint')}</p>
      <ol className="shift-rows">
        {entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the list is what a row is
          <li key={index}>
            <EntryRow
              entry={entry} label={t('shift.row', { number: index + 1 })} locked={locked} tariffs={tariffs.data?.items ?? []} error={errorAt(errors, `entries/${index}`)}
              onChange={(next) => put(entries.map((one, at) => (at === index ? next : one)))}
            />
            {!locked && (
              <span className="row-actions">
                <Button type="text" size="small" aria-label={t('shift.up', { number: index + 1 })} icon={<ArrowUpOutlined />} disabled={index === 0} onClick={() => move(index, index - 1)} />
                <Button type="text" size="small" aria-label={t('shift.down', { number: index + 1 })} icon={<ArrowDownOutlined />} disabled={index === entries.length - 1} onClick={() => move(index, index + 1)} />
                <Button type="text" size="small" aria-label={t('shift.drop', { number: index + 1 })} icon={<DeleteOutlined />} onClick={() => put(entries.filter((_, at) => at !== index))} />
              </span>
            )}
          </li>
        ))}
      </ol>
      {!locked && <Button icon={<PlusOutlined />} disabled={!first} onClick={() => first && put([...entries, { tariffId: first.id }])}>{t('shift.add')}</Button>}
      {!first && !tariffs.isLoading && <p className="look">{t('shift.noTariffs')}</p>}
      <h3>{t('week.title')}</h3>
      <WeekPicture entries={entries} names={names} />
    </>
  );
}

interface RowProps {
  entry: ShiftEntry;
  label: string;
  locked: boolean;
  tariffs: readonly { id: number; name: string }[];
  error: string | undefined;
  onChange(entry: ShiftEntry): void;
}

function EntryRow({ entry, label, locked, tariffs, error, onChange }: RowProps) {
  const { t, i18n } = useTranslation('directories');
  const put = (part: Partial<Record<keyof ShiftEntry, unknown>>) => onChange(Object.fromEntries(Object.entries({ ...entry, ...part }).filter(([, one]) => one !== undefined && one !== '')) as unknown as ShiftEntry);
  const chosen = entry.weekdays ?? [];
  const toggle = (day: number, on: boolean) => {
    const next = [...chosen.filter((one) => one !== day), ...(on ? [day] : [])].sort();
    put({ weekdays: next.length > 0 ? next : undefined });
  };
  const overnight = entry.from !== undefined && entry.to !== undefined && entry.from > entry.to;
  return (
    <fieldset className="shift-row" aria-label={label}>
      <div className="row wrap">
        {weekdayNames(i18n.language).map(([short, long], index) => (
          <Checkbox key={long} className="weekday" aria-label={long} disabled={locked} checked={chosen.includes(index + 1)} onChange={(event) => toggle(index + 1, event.target.checked)}>{short}</Checkbox>
        ))}
        {chosen.length === 0 && <span className="soft">{t('shift.everyDay')}</span>}
      </div>
      <div className="row wrap">
        <Select
          aria-label={`${label}: ${t('field.dayType')}`} disabled={locked} style={{ width: 170 }} allowClear placeholder={t('shift.anyDayType')} value={entry.dayType} options={dayTypes.map((type) => ({ value: type, label: t(`value.dayType.${type}`) }))}
          onChange={(dayType: string | undefined) => put({ dayType })}
        />
        <ClockInput label={`${label}: ${t('field.from')}`} disabled={locked} value={entry.from} onChange={(from) => put({ from })} />
        <span aria-hidden="true">–</span>
        <ClockInput label={`${label}: ${t('field.to')}`} disabled={locked} value={entry.to} onChange={(to) => put({ to })} />
        {overnight && <span className="soft">{t('shift.overnight')}</span>}
      </div>
      <Select
        aria-label={`${label}: ${t('field.tariffId')}`} disabled={locked} style={{ width: '100%' }} showSearch={{ optionFilterProp: 'label' }} value={entry.tariffId} status={error ? 'error' : ''}
        options={tariffs.map(({ id, name }) => ({ value: id, label: name }))} onChange={(tariffId: number) => put({ tariffId })}
      />
      {error && <div className="cannot" role="alert">{error}</div>}
    </fieldset>
  );
}
