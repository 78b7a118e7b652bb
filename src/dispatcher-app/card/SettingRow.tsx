// An inheritable setting: grey with its source until it is overridden; an own value can be edited, said to be
// "explicitly none", and given back (D-11, D-12). Hover and focus show why, W pins that.
import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Popover, Select } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryItem } from '../../ui/api/directories.js';
import type { EffectiveSetting } from '../../contract/effective.js';
import { colon } from '../../ui/i18n/i18n.js';
import { SourceName } from '../clients/SettingValue.js';
import { useSettingLabel } from '../clients/setting-labels.js';
import { WhyPanel } from '../clients/WhyPanel.js';
import { bankFields } from '../settings/editors.js';
import { SettingEditor } from '../settings/SettingEditor.js';
import { useCard } from './card-context.js';
import { SettingText } from './FieldValue.js';
import { type Control, FieldRow } from './fields.js';

export interface Own {
  value: unknown;
}

/** What holds, or will hold once the draft is saved; a value given back falls to what it overrode. */
export function inheritedOf(setting: EffectiveSetting | undefined): EffectiveSetting | undefined {
  if (setting?.source.kind !== 'own') return setting;
  return setting.overrode ? { value: setting.overrode.value, source: setting.overrode.source } : undefined;
}

function isNamed(value: unknown): value is { id: number } {
  return typeof value === 'object' && value !== null && 'id' in value;
}

/** An effective value in the shape in which it is stored: where an override starts. */
function storedShape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => (isNamed(part) ? part.id : part));
  return isNamed(value) ? value.id : (value ?? null);
}

interface Props {
  settingKey: string;
  attribute?: DirectoryItem;
  hint?: ReactNode;
  /** Own way of editing and showing, for records. */
  edit?(value: unknown, put: (value: unknown) => void, control: Control): ReactNode;
  show?(value: unknown): ReactNode;
}

export function SettingRow({ settingKey, attribute, hint, edit, show }: Props) {
  const { t } = useTranslation('card');
  const labelOf = useSettingLabel();
  const { effective, value, put, readOnly, onGo, card } = useCard();
  const path = `settings.${settingKey}`;
  const setting = effective[settingKey];
  const own = value<Own | null>(path);
  const label = labelOf(settingKey, attribute?.name);
  const inherited = inheritedOf(setting);
  const write = (next: unknown) => put(path, { value: next });
  const text = (shown: unknown) => (show && shown !== null && shown !== undefined ? show(shown) : <SettingText settingKey={settingKey} value={shown} />);

  return (
    <WhyArea settingKey={settingKey} label={label}>
      <FieldRow path={path} label={label} hint={hint} group={edit !== undefined}>
        {(control) => own === null ? (
          <>
            <span className="value inherited grow">
              <span className="clip">{inherited ? text(inherited.value) : <span className="soft">{t('willInherit')}</span>}</span>
              {inherited && <SourceName source={inherited.source} onGo={onGo} />}
            </span>
            {!readOnly && <Button size="small" id={control.id} aria-label={t('overrideSetting', { setting: label })} onClick={() => write(storedShape(inherited?.value))}>{t('override')}</Button>}
          </>
        ) : (
          <>
            <span className="value own grow">
              {readOnly
                ? <span className="grow">{text(own.value)}</span>
                : <span className="editor grow">{edit ? edit(own.value, write, control) : <OwnValue settingKey={settingKey} value={own.value} control={control} scope={card.parentId === null ? 'root' : 'child'} onChange={write} />}</span>}
            </span>
            {!readOnly && <Button size="small" aria-label={t('inheritSetting', { setting: label })} onClick={() => put(path, null)}>{t('backToInherited')}</Button>}
          </>
        )}
      </FieldRow>
    </WhyArea>
  );
}

/** What is no value yet stays on the screen: "explicitly none" without its tick is an empty field, and the draft changes with what is typed there. */
function OwnValue({ settingKey, value, control, scope, onChange }: { settingKey: string; value: unknown; control: Control; scope: 'root' | 'child'; onChange(value: unknown): void }) {
  const [emptied, setEmptied] = useState(false);
  const { errorAt } = useCard();
  const errors = new Map(bankFields.flatMap((part) => {
    const error = settingKey === 'bankDetails' ? errorAt(`settings.bankDetails/${part}`) : undefined;
    return error === undefined ? [] : [[`/${part}`, error] as const];
  }));
  return (
    <SettingEditor
      errors={errors} settingKey={settingKey} value={emptied && value === null ? undefined : value} scope={scope} id={control.id} disabled={control.disabled} status={control.status} describedBy={control['aria-describedby']}
      onChange={(next) => {
        setEmptied(next === undefined);
        if (next !== undefined) onChange(next);
      }}
    />
  );
}

/** Rights and the like: allow, forbid, or as in the group or superior unit (D-10). */
export function RightRow({ settingKey }: { settingKey: string }) {
  const { t } = useTranslation('card');
  const labelOf = useSettingLabel();
  const { effective, value, put, card, onGo } = useCard();
  const path = `settings.${settingKey}`;
  const own = value<Own | null>(path);
  const isRoot = card.parentId === null;
  const setting = effective[settingKey];
  const label = labelOf(settingKey);
  return (
    <WhyArea settingKey={settingKey} label={label}>
      <FieldRow path={path} label={label.replace(/^[^:]+: /, '').replace(/^./, (letter) => letter.toUpperCase())}>
        {({ status, ...control }) => (
          <>
            <Select
              {...control} aria-label={label} status={status} style={{ width: 220 }} value={own === null ? 'inherit' : String(own.value)} onChange={(next) => put(path, next === 'inherit' ? null : { value: next })}
              options={[
                { value: 'inherit', label: isRoot ? t('right.asGroup') : t('right.asSuperior') },
                ...(isRoot ? [{ value: 'allow', label: t('right.allow') }] : []),
                { value: 'forbid', label: t('right.forbid') },
              ]}
            />
            <span className="value inherited">
              <span>{t('right.now')}{colon()}<SettingText settingKey={settingKey} value={setting?.value} /></span>
              {setting && <SourceName source={setting.source} onGo={onGo} />}
            </span>
          </>
        )}
      </FieldRow>
    </WhyArea>
  );
}

/** The question mark shows the chain on hover and focus; W anywhere in the row pins it. */
export function WhyArea({ settingKey, label, children }: { settingKey: string; label: string; children: ReactNode }) {
  const { t } = useTranslation('card');
  const { id, at, onGo, pin } = useCard();
  const [shown, setShown] = useState(false);
  const area = useRef<HTMLDivElement>(null);
  if (id === 0 || at !== null) return children;
  return (
    <div ref={area} className="why-area" data-why={settingKey}>
      {children}
      <Popover trigger={['hover', 'focus']} placement="left" open={shown} onOpenChange={setShown} mouseEnterDelay={0.25} destroyOnHidden content={<><WhyPanel clientId={id} settingKey={settingKey} onGo={onGo} /><div className="soft small"><kbd>W</kbd> {t('why.pin')}</div></>}>
        <Button type="text" className="why-button" aria-label={t('why.of', { setting: label })} icon={<QuestionCircleOutlined />} onClick={() => { setShown(false); pin(settingKey); }} />
      </Popover>
    </div>
  );
}
