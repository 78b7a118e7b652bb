// A client group with all its defaults (directory.md §3): what it says about every setting, and what cancelling costs.
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../../ui/api/directories.js';
import { useOperation } from '../../../ui/api/hooks.js';
import { MoneyInput } from '../../../ui/components/MoneyInput.js';
import type { Money } from '../../../ui/format/money.js';
import { useSettingLabel } from '../../clients/setting-labels.js';
import { useValueText } from '../../clients/value-text.js';
import { settingSections } from '../../settings/editors.js';
import { SettingEditor } from '../../settings/SettingEditor.js';
import { Choice } from '../../settings/Choice.js';
import { Field, NumberField, SwitchField, TextField, useFormState } from '../fields.js';
import { openStates, type Said, settingField } from '../group-fields.js';
import type { Row } from '../screens.js';

export function GroupForm() {
  const { t } = useTranslation('directories');
  const { value, set, locked } = useFormState();
  return (
    <>
      <TextField name="name" required />
      <Field name="type"><Choice label={t('field.type')} disabled={locked} value={value.type as string} choices={[['legal', t('value.type.legal')], ['individual', t('value.type.individual')]]} onChange={(type) => set({ type })} /></Field>
      <SwitchField name="isDefault" hint={t('group.defaultHint')} />
      <SwitchField name="familyAccountAllowed" />
      {value.type === 'individual' && <NumberField name="retentionMonths" min={1} max={1200} nullable hint={t('group.retentionHint')} />}
      <h3>{t('group.settings')}</h3>
      <p className="soft">{t('group.settingsHint')}</p>
      <Settings />
      <Penalties />
    </>
  );
}

function Settings() {
  const { t } = useTranslation('settings');
  const attributes = useDirectory('attributes');
  const forClients = (attributes.data?.items ?? []).filter(({ boundTo }) => (boundTo as string[]).includes('client')).sort((a, b) => Number(a.order) - Number(b.order));
  const sections = [...settingSections, ...(forClients.length > 0 ? [['attributes', forClients.map(({ id }) => `attribute.${id}`)] as const] : [])];
  const names = new Map(forClients.map(({ id, name }) => [`attribute.${id}`, name]));
  return sections.map(([name, keys]) => (
    <details key={name} className="setting-section" open>
      <summary>{t(`section.${name}`)}</summary>
      {keys.map((key) => <SettingLine key={key} settingKey={key} {...(names.has(key) && { name: names.get(key) as string })} />)}
    </details>
  ));
}

/** A line says nothing, or a value; the two are different acts (D-11). */
function SettingLine({ settingKey, name }: { settingKey: string; name?: string }) {
  const { t } = useTranslation('directories');
  const label = useSettingLabel();
  const show = useValueText();
  const { value, set, locked, errors } = useFormState();
  const [opened, setOpened] = useState(false);
  const field = settingField(settingKey);
  const said = value[field] as Said | null | undefined;
  const mine = [...errors].filter(([path]) => path === field || path.startsWith('value') || path.startsWith(`settings/${settingKey}`));
  const title = label(settingKey, name);
  return (
    <div className="setting-line" data-setting={settingKey}>
      <div className="row apart">
        <span className={said ? 'value own' : 'soft'}>{title}</span>
        {said || opened ? (
          !locked && <Button type="link" size="small" aria-label={t('group.sayNothingAbout', { setting: title })} onClick={() => { set({ [field]: null }); setOpened(false); }}>{t('group.sayNothing')}</Button>
        ) : (
          <span className="row"><span className="soft">{t('group.nothingSaid')}</span>{!locked && <Button type="link" size="small" aria-label={t('group.setAbout', { setting: title })} onClick={() => setOpened(true)}>{t('group.set')}</Button>}</span>
        )}
      </div>
      {(said || opened) && (locked ? <span>{show(settingKey, said?.value)}</span> : (
        <SettingEditor settingKey={settingKey} scope="group" value={said ? said.value : undefined} errors={new Map(mine)} onChange={(next) => set({ [field]: next === undefined ? null : { value: next } })} />
      ))}
      {errors.get(field) && <div className="cannot" role="alert">{errors.get(field)}</div>}
    </div>
  );
}

interface Penalty {
  state: string;
  sum: Money;
}

/** O-13: what cancelling costs, by the state that the order is in. */
function Penalties() {
  const { t } = useTranslation('directories');
  const { value, set, locked, isNew } = useFormState();
  const penalties = (value.penalties ?? []) as Penalty[];
  if (isNew && value.penalties === undefined) return null;
  return (
    <>
      <h3>{t('field.penalties')}</h3>
      <p className="soft">{t('group.penaltiesHint')}</p>
      <div className="form-grid">
        {openStates.map((state) => (
          <Field key={state} name={`penalties-${state}`} label={`penalty.${state}`}>
            <MoneyInput
              id={`field-penalties-${state}`} label={t(`field.penalty.${state}`)} disabled={locked} value={penalties.find((one) => one.state === state)?.sum ?? null}
              onChange={(sum) => set({ penalties: openStates.flatMap((one) => (one === state ? (sum ? [{ state, sum }] : []) : penalties.filter((other) => other.state === one))) })}
            />
          </Field>
        ))}
      </div>
    </>
  );
}

/** The list tells the group, its settings as one record; the form has a field for each, and the penalties. */
export function useGroupItem(row: Row): Row {
  const penalties = useOperation('listPenalties', { id: row.id }, { enabled: row.id > 0, watch: [`group:${row.id}`] });
  return useMemo(() => {
    const { settings, ...fields } = row;
    const said = Object.fromEntries(Object.entries((settings ?? {}) as Record<string, unknown>).map(([key, one]) => [settingField(key), { value: one }]));
    return { ...fields, ...said, penalties: penalties.data?.items ?? [] } as Row;
  }, [row, penalties.data]);
}
