// Operators, their roles, and the programs that use CommonAPI.
import { Button, Checkbox, Input, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { commonApiRequests } from '../../../contract/common-api.js';
import { useOperation } from '../../../ui/api/hooks.js';
import { Field, NumberField, SwitchField, TextField, useFormState } from '../fields.js';
import { rightGroups } from '../rights.js';

const LETTERS = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const PASSWORD_LENGTH = 16;

function randomPassword(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(PASSWORD_LENGTH)), (number) => LETTERS[number % LETTERS.length]).join('');
}

export function OperatorForm() {
  const { t } = useTranslation('directories');
  const { value, set, locked, isNew } = useFormState();
  const roles = useOperation('listRoles', {}, { watch: ['role'] });
  return (
    <>
      <TextField name="login" required />
      <TextField name="name" label="operatorName" />
      <SwitchField name="active" label="operatorActive" hint={t('operator.activeHint')} />
      <Field name="roleIds">
        <Checkbox.Group className="column" disabled={locked} value={value.roleIds as number[]} onChange={(roleIds) => set({ roleIds })} options={(roles.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
      </Field>
      <Field name="password" label={isNew ? 'password' : 'newPassword'} required={isNew} hint={isNew ? t('operator.passwordHint') : t('operator.newPasswordHint')}>
        <Space.Compact block>
          <Input.Password id="field-password" autoComplete="new-password" disabled={locked} value={(value.password as string | undefined) ?? ''} onChange={(event) => set({ password: event.target.value || undefined })} />
          <Button disabled={locked} onClick={() => set({ password: randomPassword() })}>{t('operator.generate')}</Button>
        </Space.Compact>
      </Field>
    </>
  );
}

export function RoleForm() {
  const { t } = useTranslation('directories');
  const { value, set, locked, errors } = useFormState();
  const chosen = new Set(value.rights as string[]);
  const put = (right: string, on: boolean) => set({ rights: on ? [...chosen, right] : [...chosen].filter((one) => one !== right) });
  const error = errors.get('rights');
  return (
    <>
      <TextField name="name" required />
      {error && <div className="cannot" role="alert">{error}</div>}
      {rightGroups.map(([name, rights]) => {
        const all = rights.every((right) => chosen.has(right));
        return (
          <fieldset key={name} className="rights">
            <legend>
              <Checkbox
                disabled={locked} checked={all} indeterminate={!all && rights.some((right) => chosen.has(right))}
                onChange={({ target }) => set({ rights: target.checked ? [...new Set([...chosen, ...rights])] : [...chosen].filter((one) => !(rights as readonly string[]).includes(one)) })}
              >{t(`rights.${name}`)}</Checkbox>
            </legend>
            {rights.map((right) => <Checkbox key={right} disabled={locked} checked={chosen.has(right)} onChange={({ target }) => put(right, target.checked)}>{t(`right/${right}`, { keySeparator: '/' })}</Checkbox>)}
          </fieldset>
        );
      })}
    </>
  );
}

export function CommonApiUserForm() {
  const { t } = useTranslation('directories');
  const { value, set, locked, isNew } = useFormState();
  const requests = value.requests as string[] | null;
  return (
    <>
      {isNew && <NumberField name="id" label="userId" min={1} max={2_147_483_646} hint={t('commonApi.idHint')} nullable />}
      <TextField name="name" required />
      <SwitchField name="active" />
      <h3>{t('field.requests')}</h3>
      <Checkbox disabled={locked} checked={requests === null} onChange={({ target }) => set({ requests: target.checked ? null : [] })}>{t('commonApi.allRequests')}</Checkbox>
      {requests !== null && (
        <Checkbox.Group className="requests" disabled={locked} value={requests} onChange={(next) => set({ requests: next })} options={commonApiRequests.map((request) => ({ value: request, label: request }))} />
      )}
    </>
  );
}
