// Move without dragging: choose the new superior, see what that does, do it (S-5, WCAG 2.5.7).
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientItem } from '../../contract/clients.js';
import { Dialog } from '../../ui/components/Dialog.js';
import { ClientSelect } from './ClientSelect.js';

interface Props {
  client: ClientItem;
  onMove(client: ClientItem, parent: ClientItem | null): void;
  onClose(): void;
}

export function MoveDialog({ client, onMove, onClose }: Props) {
  const { t } = useTranslation('clients');
  const [parent, setParent] = useState<ClientItem | null>(null);
  const go = (to: ClientItem | null) => {
    onClose();
    onMove(client, to);
  };
  return (
    <Dialog
      open title={t('move.title', { name: client.name })} onCancel={onClose}
      footer={[
        client.parentId !== null && client.kind !== 'employee' && <Button key="top" onClick={() => go(null)}>{t('move.makeTop')}</Button>,
        <Button key="go" type="primary" disabled={parent === null} onClick={() => parent && go(parent)}>{t('move.look')}</Button>,
      ]}
    >
      <ClientSelect label={t('filter.parent')} placeholder={t('move.where')} value={parent?.id ?? null} onChange={setParent} data-autofocus />
    </Dialog>
  );
}
