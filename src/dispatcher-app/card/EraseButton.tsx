// Erasing personal data (directory.md §7): what would go is told first, because it cannot be undone.
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../../ui/api/hooks.js';
import { useClientActions } from '../clients/use-client-actions.js';
import { useCard } from './card-context.js';

export function EraseButton() {
  const { t } = useTranslation('card');
  const live = useLive();
  const { modal } = App.useApp();
  const { card, drop } = useCard();
  const { done, fail } = useClientActions();
  const [busy, setBusy] = useState(false);
  const erase = async () => {
    setBusy(true);
    try {
      const preview = await live.call('eraseClient', { id: card.id }, { dryRun: true });
      const yes = await modal.confirm({
        title: t('erase.question', { name: card.name }), okText: t('erase.yes'), okButtonProps: { danger: true },
        content: (
          <div className="column">
            <div>{preview.fields.length > 0 ? t('erase.fields', { fields: preview.fields.map((field) => t(`field.${field}`, { defaultValue: field })).join(', ') }) : t('erase.noFields')}</div>
            <div className="soft">{t('erase.history', { count: preview.historyRows })}</div>
            <strong>{t('erase.forGood')}</strong>
          </div>
        ),
      });
      if (!yes) return;
      await live.call('eraseClient', { id: card.id }, {});
      drop();
      done(t('erase.done', { name: card.name }));
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };
  return <Button size="small" danger loading={busy} onClick={() => void erase()}>{t('erase.button')}</Button>;
}
