import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLive } from '../../ui/api/hooks.js';
import { ConsequencesList } from '../clients/Consequences.js';
import { useClientActions } from '../clients/use-client-actions.js';

/** Undo of one history row: what it would do first, and the undo can itself be undone. */
export function useUndo(): (row: { id: number }) => Promise<void> {
  const { t } = useTranslation('card');
  const live = useLive();
  const { modal } = App.useApp();
  const { done, fail } = useClientActions();
  return async ({ id }) => {
    try {
      const preview = await live.call('undoChange', { id: String(id) }, { dryRun: true });
      const yes = await modal.confirm({ title: t('history.undoQuestion'), okText: t('history.undo'), content: preview.consequences && <ConsequencesList consequences={preview.consequences} /> });
      if (!yes) return;
      const { historyId } = await live.call('undoChange', { id: String(id) }, {});
      done(t('history.undone'), historyId === null ? undefined : () => live.call('undoChange', { id: String(historyId) }, {}));
    } catch (error) {
      fail(error);
    }
  };
}
