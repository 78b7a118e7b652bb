// Save, with what can stand in between: conflicts, the preview for those below, the rest on accounts that are given up.
import { App } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientCard } from '../../contract/clients.js';
import { CallError } from '../../ui/api/call-error.js';
import { queries, useLive } from '../../ui/api/hooks.js';
import { useProblemText } from '../../ui/components/small.js';
import { ConsequencesList } from '../clients/Consequences.js';
import { useSettingLabel } from '../clients/setting-labels.js';
import { useClientActions } from '../clients/use-client-actions.js';
import { type CardModel, useDrafts } from './card-context.js';
import type { Conflict, Draft } from './drafts.js';
import { conflictsIn, type Effect, effectsOf, errorsOf, saveDraft, undoSave } from './saving.js';

/** Sentences at fields, in the reader's language where the code has one. */
export function useFieldSentence(): (code: string, message: string) => string {
  const { t, i18n } = useTranslation('card');
  return useCallback((code, message) => (i18n.language === 'en' ? message.replace(/^./, (letter) => letter.toUpperCase()) : t(`wrong.${code}`, { keySeparator: '/', defaultValue: t(`errors:${code}`, { keySeparator: '/', defaultValue: message }) })), [t, i18n.language]);
}

export function usePathLabel(): (path: string) => string {
  const { t } = useTranslation('card');
  const settingLabel = useSettingLabel();
  return useCallback((path) => {
    const attribute = /^settings\.attribute\.(\d+)$/.exec(path)?.[1];
    if (attribute !== undefined) {
      const known = queries.getQueryData<{ items: { id: number; name: string }[] }>(['listAttributes']);
      return known?.items.find(({ id }) => id === Number(attribute))?.name ?? t('attributes.one', { id: attribute });
    }
    return path.startsWith('settings.') ? settingLabel(path.slice('settings.'.length)) : t(`field.${path}`, { defaultValue: path });
  }, [t, settingLabel]);
}

export function useCardSave(model: CardModel) {
  const { id, draftId, card, draft, conflicts } = model;
  const live = useLive();
  const [, store] = useDrafts();
  const { modal, notification } = App.useApp();
  const { t } = useTranslation('card');
  const { done, fail } = useClientActions();
  const problemText = useProblemText();
  const sentence = useFieldSentence();
  const labelOf = usePathLabel();
  const [saving, setSaving] = useState(false);
  const [asked, setAsked] = useState<Conflict[] | null>(null);

  const show = useCallback((next: ClientCard) => queries.setQueryData(['getClient', { id }], next), [id]);

  const refuse = useCallback(async (error: unknown, path: string | null) => {
    if (!(error instanceof CallError)) return fail(error);
    if (error.code === 'conflict.version') {
      show(await live.call('getClient', { id }));
      setAsked(conflictsIn(error));
      return;
    }
    const errors = errorsOf(error, path, sentence);
    if (path !== null && Object.keys(errors).length === 0) errors[path] = problemText(error);
    store.fail(draftId, errors);
    notification.error({ title: path === null ? t('save.refused') : t('save.refusedOne', { what: labelOf(path) }), description: Object.keys(errors).length > 0 && error.code === 'request.invalid' ? t('save.seeFields') : problemText(error) });
  }, [fail, show, live, id, store, draftId, notification, sentence, problemText, t, labelOf]);

  const agreed = useCallback(async (given: Draft): Promise<boolean> => {
    const decides = Object.keys(given.changes).some((path) => path.startsWith('settings.') || path === 'groupId' || path === 'usesOwnAccount');
    if (!card.hasChildren || !decides) return true;
    const all = await effectsOf(live, id, given, card.version, (error, path) => void refuse(error, path));
    if (all === null) return false;
    const effects = all.filter(({ consequences }) => Object.values(consequences.changed).some((count) => count > 1));
    if (effects.length === 0) return true;
    return modal.confirm({
      title: t('save.question', { name: card.name }), width: 520, okText: t('save.yes'),
      content: <div className="column">{effects.map((effect) => <EffectOf key={effect.path ?? 'fields'} effect={effect} label={effect.path === null ? t('save.fields') : labelOf(effect.path)} />)}</div>,
    });
  }, [card, live, id, modal, t, labelOf, refuse]);

  const save = useCallback(async ({ transferRest = false, checked = false } = {}): Promise<void> => {
    // As it is now: a decision in the dialog has just changed it.
    const given = store.list().get(draftId);
    if (!given || saving) return;
    if (!checked && conflicts.length > 0) {
      setAsked([...conflicts]);
      return;
    }
    setSaving(true);
    try {
      if (!transferRest && !(await agreed(given))) return;
      const saved = await saveDraft(live, id, given, card.version, { transferRest, done: (paths) => { for (const path of paths) store.drop(draftId, path); } });
      if (saved.card) show(saved.card);
      if (saved.ok) {
        done(t('save.done', { name: saved.card.name }), () => undoSave(live, id, given));
        return;
      }
      const { error, path } = saved;
      if (error.code === 'account.not_empty') {
        const yes = await modal.confirm({ title: t('save.restQuestion', { name: card.name }), content: t('save.restText'), okText: t('save.restYes') });
        if (yes) {
          setSaving(false);
          await save({ transferRest: true, checked: true });
        }
      } else await refuse(error, path);
    } catch (error) {
      fail(error);
    } finally {
      setSaving(false);
    }
  }, [store, draftId, saving, conflicts, agreed, live, id, card, show, done, t, modal, refuse, fail]);

  return { save, saving, asked, closeAsked: () => setAsked(null), count: draft ? Object.keys(draft.changes).length : 0 };
}

function EffectOf({ effect, label }: { effect: Effect; label: string }) {
  return <section><strong>{label}</strong><ConsequencesList consequences={effect.consequences} /></section>;
}
