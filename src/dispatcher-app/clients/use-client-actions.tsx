// Acts on a client, each with its preview before, and undo after.
import { App, Button, Input } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Consequences } from '../../contract/clients.js';
import { CallError } from '../../ui/api/call-error.js';
import { useLive } from '../../ui/api/hooks.js';
import { FieldFirst } from '../../ui/components/Dialog.js';
import { useProblemText } from '../../ui/components/small.js';
import { ConsequencesList } from './Consequences.js';

export interface Acted {
  id: number;
  name: string;
}

type Act = 'deleteClient' | 'restoreClient' | 'blockClient' | 'unblockClient';
const opposite: Record<Act, Act> = { deleteClient: 'restoreClient', restoreClient: 'deleteClient', blockClient: 'unblockClient', unblockClient: 'blockClient' };

function consequencesOf(answer: unknown): Consequences {
  return (answer as { consequences: Consequences }).consequences;
}

export function useClientActions() {
  const live = useLive();
  const { modal, notification } = App.useApp();
  const { t } = useTranslation('clients');
  const problemText = useProblemText();

  const fail = useCallback((error: unknown) => {
    notification.error({ title: t('failed'), description: error instanceof CallError ? problemText(error) : String(error) });
  }, [notification, t, problemText]);

  /** Says what was done, with a way back. */
  const done = useCallback((title: string, undo?: () => Promise<unknown>) => {
    const key = `done-${Date.now()}`;
    notification.success({
      key, title, placement: 'bottomRight', duration: undo ? 8 : 3,
      ...(undo && {
        actions: <Button type="primary" onClick={() => {
          notification.destroy(key);
          undo().then(() => notification.success({ title: t('undone'), placement: 'bottomRight', duration: 3 }), fail);
        }}>{t('undo')}</Button>,
      }),
    });
  }, [notification, t, fail]);

  const act = useCallback(async (op: Act, client: Acted) => {
    try {
      const preview = await live.call(op, { id: client.id }, { dryRun: true });
      let reason = '';
      const agreed = await modal.confirm({
        title: t(`${op}.question`, { name: client.name }), width: 480, okText: t(`${op}.yes`), ...((op === 'deleteClient' || op === 'blockClient') && { okButtonProps: { danger: true } }),
        ...(op === 'blockClient' && { autoFocusButton: null }),
        content: (
          <div className="column">
            <FieldFirst />
            <ConsequencesList consequences={consequencesOf(preview)} />
            {op === 'blockClient' && <Input aria-label={t('blockReason')} placeholder={t('blockReason')} onChange={(event) => { reason = event.target.value; }} />}
          </div>
        ),
      });
      if (!agreed) return;
      if (op === 'blockClient' && reason.trim()) await live.call(op, { id: client.id }, { reason: reason.trim() });
      else await live.call(op, { id: client.id }, {});
      done(t(`${op}.done`, { name: client.name }), () => live.call(opposite[op], { id: client.id }, {}));
    } catch (error) {
      fail(error);
    }
  }, [live, modal, t, done, fail]);

  const move = useCallback(async (client: Acted & { parentId: number | null }, parent: Acted | null) => {
    const parentId = parent?.id ?? null;
    try {
      const preview = await live.call('moveClient', { id: client.id }, { parentId, dryRun: true });
      const agreed = await modal.confirm({
        title: parent ? t('move.question', { name: client.name, to: parent.name }) : t('move.toTop', { name: client.name }), width: 480, okText: t('move.yes'),
        content: <ConsequencesList consequences={consequencesOf(preview)} />,
      });
      if (!agreed) return;
      await live.call('moveClient', { id: client.id }, { parentId });
      done(t('move.done', { name: client.name }), () => live.call('moveClient', { id: client.id }, { parentId: client.parentId }));
    } catch (error) {
      fail(error);
    }
  }, [live, modal, t, done, fail]);

  return { act, move, done, fail };
}
