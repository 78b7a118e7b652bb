// Move, block, delete and their opposites: what it would do is told before it is done.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useLive } from '../../src/ui/api/hooks.js';
import type { Result } from '../../src/ui/api/operations.js';
import { Dialog } from '../shell/Dialog.js';
import { type Picked, PersonPick } from '../shell/PersonPick.js';
import { TextField } from '../shell/TextField.js';
import { Trouble } from '../shell/Trouble.js';
import { type Act, undoOne } from './acts.js';
import { Consequences } from './Consequences.js';
import { useUndo } from './undo.js';

type Card = Result<'cabinetGetClient'>;

const operations = { move: 'cabinetMoveClient', block: 'cabinetBlockClient', unblock: 'cabinetUnblockClient', delete: 'cabinetDeleteClient', restore: 'cabinetRestoreClient' } as const;

export function ActDialog({ act, person, onClose }: { act: Act; person: Card; onClose(): void }) {
  const { t } = useTranslation('people');
  const live = useLive();
  const offerUndo = useUndo();
  const [parent, setParent] = useState<Picked | null>(null);
  const [reason, setReason] = useState('');
  const preview = useCommand(operations[act]);
  const doIt = useCommand(operations[act], () => {
    offerUndo({ text: t(`did.${act}`, { name: person.name, to: parent?.name }), undo: () => undoOne(live, act, person) });
    onClose();
  });
  const ready = act !== 'move' || parent !== null;
  // The body of each act is its own; together they are what any of them may have.
  const input = (dryRun: boolean) => ({ params: { id: person.id, ...(!dryRun && { version: person.version }) }, body: { ...(act === 'move' && { parentId: parent?.id as number }), ...(act === 'block' && { reason: reason.trim() || null }), ...(dryRun && { dryRun }) } as never });
  const { mutate: ask } = preview;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for another unit only
  useEffect(() => {
    if (ready) ask(input(true));
  }, [ready, parent?.id]);
  const told = ready && preview.data && 'consequences' in preview.data ? preview.data.consequences : null;
  return (
    <Dialog title={t(`actOn.${act}`, { name: person.name })} onClose={onClose}>
      {act === 'move' && <PersonPick label={t('moveTo')} value={parent} onChange={setParent} except={person.id} />}
      {act === 'block' && <TextField label={t('blockReason')} value={reason} onChange={setReason} maxLength={500} />}
      {told && <Consequences told={told} />}
      <Trouble error={doIt.error ?? (ready ? preview.error : null)} />
      <button type="button" className={act === 'delete' || act === 'block' ? 'danger-button' : 'main-button'} disabled={told === null || doIt.isPending} onClick={() => doIt.mutate(input(false))}>{t(`act.${act}`)}</button>
    </Dialog>
  );
}
