// A crew, and its access to the driver app: the token is shown once, when it is issued.
import { CopyOutlined, KeyOutlined } from '@ant-design/icons';
import { App, Button, Input, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../../ui/api/directories.js';
import { useLive, useOperation } from '../../../ui/api/hooks.js';
import { ProblemNote, Time } from '../../../ui/components/small.js';
import { useClientActions } from '../../clients/use-client-actions.js';
import { NumberField, SelectField, SwitchField, TextField, useFormState } from '../fields.js';

export function CrewForm() {
  const { t } = useTranslation('directories');
  const { value, locked, isNew } = useFormState();
  const groups = useDirectory('crewGroups');
  return (
    <>
      <TextField name="name" required />
      <NumberField name="number" label="crewNumber" min={1} max={2_147_483_647} nullable hint={t('crew.numberHint')} />
      <SelectField name="crewGroupId" nullable options={(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
      <SwitchField name="active" />
      {!isNew && !locked && <DriverApp crewId={value.id as number} />}
    </>
  );
}

function DriverApp({ crewId }: { crewId: number }) {
  const { t } = useTranslation('directories');
  const live = useLive();
  const { modal, message } = App.useApp();
  const { fail } = useClientActions();
  const found = useOperation('getCrewToken', { id: crewId }, { watch: [`crew:${crewId}`] });
  const [issued, setIssued] = useState<string | null>(null);
  const token = found.data?.token ?? null;
  const act = (work: () => Promise<unknown>) => work().then(() => found.refetch(), fail);
  const issue = async () => {
    if (token && !(await modal.confirm({ title: t('crew.issueQuestion'), content: t('crew.issueEnds'), okText: t('crew.issue') }))) return;
    await act(async () => setIssued((await live.call('issueCrewToken', { id: crewId }, {})).token));
  };
  const revoke = async () => {
    if (!(await modal.confirm({ title: t('crew.revokeQuestion'), content: t('removal.forGood'), okText: t('crew.revoke'), okButtonProps: { danger: true } }))) return;
    setIssued(null);
    await act(() => live.call('revokeCrewToken', { id: crewId }));
  };
  return (
    <>
      <h3>{t('crew.app')}</h3>
      <ProblemNote error={found.error} />
      {token ? (
        <dl className="facts">
          <dt>{t('crew.issued')}</dt><dd><Time at={token.issuedAt} /></dd>
          <dt>{t('crew.used')}</dt><dd>{token.lastSeenAt ? <Time at={token.lastSeenAt} /> : t('crew.never')}</dd>
        </dl>
      ) : !found.isLoading && <p className="soft">{t('crew.noToken')}</p>}
      {issued !== null && (
        <Space.Compact block>
          <Input readOnly aria-label={t('crew.token')} value={issued} className="number" />
          <Button icon={<CopyOutlined />} onClick={() => void navigator.clipboard.writeText(issued).then(() => message.success(t('crew.copied')))}>{t('crew.copy')}</Button>
        </Space.Compact>
      )}
      {issued !== null && <p className="look">{t('crew.once')}</p>}
      <div className="row">
        <Button icon={<KeyOutlined />} onClick={() => void issue()}>{t('crew.issue')}</Button>
        {token && <Button danger onClick={() => void revoke()}>{t('crew.revoke')}</Button>}
      </div>
    </>
  );
}
