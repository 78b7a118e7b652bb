// One act for several: all of them, or none; told before, and taken back as one.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useLive } from '../../src/ui/api/hooks.js';
import { Dialog } from '../shell/Dialog.js';
import { type Picked, PersonPick } from '../shell/PersonPick.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';
import { type ActForSeveral, undoSeveral } from './acts.js';
import { Consequences } from './Consequences.js';
import type { Person } from './PersonRow.js';
import { useUndo } from './undo.js';

export type Selected = ReadonlyMap<number, Person>;

/** The server takes so many at once. */
const MOST = 200;

export function Selection({ selected, deleted, onDone }: { selected: Selected; deleted: boolean; onDone(): void }) {
  const { t } = useTranslation('people');
  const [act, setAct] = useState<ActForSeveral | null>(null);
  const acts: ActForSeveral[] = deleted ? ['restore'] : ['move', 'invite', 'block', 'unblock', 'delete'];
  const tooMany = selected.size > MOST;
  return (
    <section className="sheet several" aria-label={t('several.chosen', { count: selected.size })}>
      <strong>{t('several.chosen', { count: selected.size })}</strong>
      {tooMany && <p className="cannot small">{t('several.tooMany', { count: MOST })}</p>}
      <div className="acts">{acts.map((one) => <button key={one} type="button" className={one === 'delete' ? 'danger-button' : 'quiet-button'} disabled={tooMany} onClick={() => setAct(one)}>{t(`act.${one}`)}</button>)}</div>
      {act && <SeveralDialog act={act} people={[...selected.values()]} onClose={() => setAct(null)} onDone={onDone} />}
    </section>
  );
}

function SeveralDialog({ act, people, onClose, onDone }: { act: ActForSeveral; people: readonly Person[]; onClose(): void; onDone(): void }) {
  const { t } = useTranslation('people');
  const live = useLive();
  const offerUndo = useUndo();
  const [parent, setParent] = useState<Picked | null>(null);
  const [reason, setReason] = useState('');
  const preview = useCommand('cabinetChangeSeveral');
  const change = useCommand('cabinetChangeSeveral', () => {
    // A link that was sent cannot be called back.
    if (act === 'invite') offerUndo(null);
    else offerUndo({ text: t(`several.did.${act}`, { count: people.length }), undo: () => undoSeveral(live, act, people, parent?.id ?? null) });
    onDone();
  });
  const ready = act !== 'move' || parent !== null;
  const body = { ids: people.map(({ id }) => id), act, ...(parent && { parentId: parent.id }), ...(act === 'block' && { reason: reason.trim() || null }) };
  const { mutate: ask } = preview;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for another unit only
  useEffect(() => {
    if (ready && act !== 'invite') ask({ body: { ...body, dryRun: true } });
  }, [ready, parent?.id]);
  const told = ready && preview.data && 'consequences' in preview.data ? preview.data.consequences : null;
  const error = change.error ?? (ready ? preview.error : null);
  // The server says at which place of the list it failed.
  const failed = [...(error?.fields.keys() ?? [])].map((path) => people[Number(/^body\/ids\/(\d+)$/.exec(path)?.[1])]).find(Boolean);
  return (
    <Dialog title={t(`several.title.${act}`, { count: people.length })} onClose={onClose}>
      <p className="soft">{people.slice(0, 8).map(({ name }) => name).join(', ')}{people.length > 8 && ' …'}</p>
      {act === 'move' && <PersonPick label={t('moveTo')} value={parent} onChange={setParent} />}
      {act === 'block' && <TextField label={t('blockReason')} value={reason} onChange={setReason} maxLength={500} />}
      {told && <Consequences told={told} />}
      {failed && <p>{t(change.error ? 'several.failedAt' : 'several.wouldFailAt', { name: failed.name })}</p>}
      <Trouble error={error} />
      <button type="button" className={act === 'delete' || act === 'block' ? 'danger-button' : 'main-button'} disabled={(told === null && act !== 'invite') || change.isPending} onClick={() => change.mutate({ body })}>{t(`act.${act}`)}</button>
    </Dialog>
  );
}
