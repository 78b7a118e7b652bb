// Tab 3: limits of the accounts, and the family account.
import { Button, Checkbox, Input } from 'antd';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { FamilyAccount } from '../../../contract/clients.js';
import { useOperation } from '../../../ui/api/hooks.js';
import { useCard } from '../card-context.js';
import { FieldRow } from '../fields.js';
import { NeedsOwnAccount } from '../NeedsOwnAccount.js';
import { RightRow, SettingRow } from '../SettingRow.js';
import { Section } from './General.js';

export default function Accounts() {
  const { t } = useTranslation('card');
  const { value } = useCard();
  const own = value<boolean>('usesOwnAccount');
  return (
    <div className="card-sections">
      <Section title={t('accounts.limits')} wide>
        {own ? ['balanceFloor', 'minBalanceForCashless', 'whenFundsShort', 'minBonusBalance'].map((key) => <SettingRow key={key} settingKey={key} />) : <NeedsOwnAccount what="limits" />}
        <RightRow settingKey="cardTopUp" />
      </Section>
      <Section title={t('accounts.family')} wide><Family /></Section>
    </div>
  );
}

interface Member {
  name: string;
  phone?: string;
}

function Family() {
  const { t } = useTranslation('card');
  const { card, value, put, readOnly, errorAt } = useCard();
  const groups = useOperation('listGroups', {}, { watch: ['group'] });
  const group = groups.data?.items.find(({ id }) => id === card.groupId);
  const family = value<FamilyAccount | null>('familyAccount');
  const members = value<Member[]>('familyMembers') ?? [];
  if (group && !group.familyAccountAllowed && family === null) return <div className="needs-account">{t('accounts.familyNotAllowed', { group: group.name })}</div>;
  const change = (part: Partial<FamilyAccount>) => put('familyAccount', { ...(family ?? { paymentKinds: [] }), ...part });
  const writeMember = (index: number, part: Partial<Member>) => put('familyMembers', members.map((member, at) => (at === index ? { ...member, ...part } : member)));
  return (
    <>
      <FieldRow path="familyAccount" label={t('field.familyAccount')} group>
        {(control) => (
          <div className="column">
            <Checkbox disabled={control.disabled} checked={family !== null} onChange={(event) => put('familyAccount', event.target.checked ? { paymentKinds: ['cashless'] } : null)}>{t('accounts.familyOn')}</Checkbox>
            {family && (
              <>
                <Checkbox.Group disabled={control.disabled} aria-label={t('accounts.paymentKinds')} value={family.paymentKinds} onChange={(kinds) => change({ paymentKinds: kinds as FamilyAccount['paymentKinds'] })} options={['cashless', 'bonus', 'card'].map((kind) => ({ value: kind, label: t(`accounts.pay.${kind}`) }))} />
                <Checkbox disabled={control.disabled} checked={family.notifyOnCreated === true} onChange={(event) => change({ notifyOnCreated: event.target.checked })}>{t('accounts.notifyOnCreated')}</Checkbox>
                <Checkbox disabled={control.disabled} checked={family.notifyOnFinished === true} onChange={(event) => change({ notifyOnFinished: event.target.checked })}>{t('accounts.notifyOnFinished')}</Checkbox>
              </>
            )}
          </div>
        )}
      </FieldRow>
      <FieldRow path="familyMembers" label={t('field.familyMembers')} group>
        {() => (
          <div className="column grow">
            {members.map((member, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: members have no identity but their place
              <div key={index} className="row">
                <Input aria-label={t('accounts.memberName', { number: index + 1 })} placeholder={t('field.name')} disabled={readOnly} status={errorAt(`familyMembers/${index}/name`) ? 'error' : ''} value={member.name} onChange={(event) => writeMember(index, { name: event.target.value })} />
                <Input aria-label={t('accounts.memberPhone', { number: index + 1 })} placeholder={t('phones.number')} disabled={readOnly} value={member.phone ?? ''} onChange={(event) => writeMember(index, { phone: event.target.value })} />
                {!readOnly && <Button type="text" icon={<DeleteOutlined />} aria-label={t('accounts.removeMember', { number: index + 1 })} onClick={() => put('familyMembers', members.filter((_each, at) => at !== index))} />}
              </div>
            ))}
            {members.length === 0 && <span className="soft">{t('accounts.noMembers')}</span>}
            {!readOnly && <div><Button size="small" icon={<PlusOutlined />} onClick={() => put('familyMembers', [...members, { name: '' }])}>{t('accounts.addMember')}</Button></div>}
          </div>
        )}
      </FieldRow>
    </>
  );
}
