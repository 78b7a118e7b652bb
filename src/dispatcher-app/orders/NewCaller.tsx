// A client for a number that nobody has, in the middle of an order.
import { App, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../ui/api/call-error.js';
import { useCommand, useOperation } from '../../ui/api/hooks.js';
import { Dialog } from '../../ui/components/Dialog.js';
import { useProblemText } from '../../ui/components/small.js';
import { LabelledInput } from './fields.js';

export function NewCaller({ open, phone, name: suggested, onDone, onClose }: { open: boolean; phone: string; name: string; onDone(id: number): void; onClose(): void }) {
  const { t } = useTranslation('orders');
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [name, setName] = useState('');
  const [groupId, setGroupId] = useState<number | null>(null);
  const groups = useOperation('listGroups', {}, { enabled: open, watch: ['group'] });
  const create = useCommand('createClient');
  useEffect(() => {
    if (open) setName(suggested);
  }, [open, suggested]);
  const items = groups.data?.items ?? [];
  const group = items.find(({ id }) => id === groupId) ?? items.find(({ type }) => type === 'individual') ?? items[0];
  const save = async () => {
    if (!group || !name.trim()) return;
    try {
      const { id } = await create.mutateAsync({ body: { name: name.trim(), kind: group.type === 'individual' ? 'person' : 'organisation', groupId: group.id, phones: [{ number: phone.trim(), main: true, identifiesCaller: true }] } });
      onDone(id);
    } catch (error) {
      message.error(error instanceof CallError ? problemText(error) : String(error));
    }
  };
  return (
    <Dialog open={open} title={t('newCaller.title', { phone })} okText={t('newCaller.save')} okButtonProps={{ disabled: !name.trim() || !group, loading: create.isPending }} onOk={() => void save()} onCancel={onClose} destroyOnHidden>
      <div className="column">
        <LabelledInput label={t('newCaller.name')} data-autofocus value={name} onChange={(event) => setName(event.target.value)} onPressEnter={() => void save()} />
        <div className="column">
          <span>{t('newCaller.group')}</span>
          <Select aria-label={t('newCaller.group')} value={group?.id} onChange={setGroupId} options={items.map((item) => ({ value: item.id, label: item.name }))} />
        </div>
      </div>
    </Dialog>
  );
}
