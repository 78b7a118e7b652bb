// Removing an item: asked first, undone by making it again where that gives the same, and refused in words that name the users.
import { App } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../ui/api/call-error.js';
import { queries, useLive } from '../../ui/api/hooks.js';
import { useProblemText } from '../../ui/components/small.js';
import { useClientActions } from '../clients/use-client-actions.js';
import { createItem, type ItemScreen, nameOf, type Row } from './screens.js';

interface InTheWay {
  what: string;
  count: number;
}

/** Gives whether the item is gone. */
export function useRemoval(screen: ItemScreen): (item: Row) => Promise<boolean> {
  const live = useLive();
  const { modal } = App.useApp();
  const { t } = useTranslation('directories');
  const { done } = useClientActions();
  const problemText = useProblemText();
  return useCallback(async (item) => {
    const name = nameOf(item);
    const agreed = await modal.confirm({
      title: t('removal.question', { name }), content: screen.gone ? t('removal.forGood') : t('removal.canUndo'), okText: t('remove'), okButtonProps: { danger: true },
    });
    if (!agreed) return false;
    try {
      await live.callByName(`remove${screen.noun}`, { id: item.id });
      await queries.invalidateQueries({ queryKey: [screen.list] });
      const { id: _, version: __, ...content } = item;
      done(t('removal.done', { name }), screen.gone ? undefined : () => createItem(screen, live, content));
      return true;
    } catch (problem) {
      if (!(problem instanceof CallError)) throw problem;
      const inTheWay = (problem.problem.inTheWay as InTheWay[] | undefined) ?? [];
      modal.warning({
        title: t('removal.refused', { name }),
        content: inTheWay.length === 0 ? problemText(problem) : <><p>{t('removal.usedBy')}</p><ul>{inTheWay.map(({ what, count }) => <li key={what}>{t(`uses.${what}`, { count, defaultValue: `${count} ${what}` })}</li>)}</ul><p>{t('removal.advice')}</p></>,
      });
      return false;
    }
  }, [live, modal, t, done, problemText, screen]);
}
