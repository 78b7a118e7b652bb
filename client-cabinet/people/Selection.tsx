// One act for several: all of them, or none.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../src/ui/api/hooks.js';
import { Dialog } from '../shell/Dialog.js';
import { type Picked, PersonPick } from '../shell/PersonPick.js';
import { Trouble } from '../shell/Trouble.js';
import type { Person } from './PersonRow.js';

export type Selected = ReadonlyMap<number, Person>;
type Act = 'move' | 'block' | 'unblock' | 'delete' | 'restore' | 'invite';

export function Selection({ selected, deleted, onDone }: { selected: Selected; deleted: boolean; onDone(): void }) {
  const { t } = useTranslation('people');
  const [act, setAct] = useState<Act | null>(null);
  const acts: Act[] = deleted ? ['restore'] : ['move', 'invite', 'block', 'unblock', 'delete'];
  return (
    <section className="sheet several" aria-label={t('several.chosen', { count: selected.size })}>
      <strong>{t('several.chosen', { count: selected.size })}</strong>
      <div className="acts">{acts.map((one) => <button key={one} type="button" className={one === 'delete' ? 'danger-button' : 'quiet-button'} onClick={() => setAct(one)}>{t(`act.${one}`)}</button>)}</div>
      {act && <SeveralDialog act={act} selected={selected} onClose={() => setAct(null)} onDone={onDone} />}
    </section>
  );
}

function SeveralDialog({ act, selected, onClose, onDone }: { act: Act; selected: Selected; onClose(): void; onDone(): void }) {
  const { t } = useTranslation('people');
  const [parent, setParent] = useState<Picked | null>(null);
  const change = useCommand('cabinetChangeSeveral', onDone);
  const people = [...selected.values()];
  // The server says at which place of the list it failed.
  const failed = [...(change.error?.fields.keys() ?? [])].map((path) => people[Number(/^body\/ids\/(\d+)$/.exec(path)?.[1])]).find(Boolean);
  return (
    <Dialog title={t(`several.title.${act}`, { count: people.length })} onClose={onClose}>
      <p className="soft">{people.slice(0, 8).map(({ name }) => name).join(', ')}{people.length > 8 && ' …'}</p>
      {act === 'move' && <PersonPick label={t('moveTo')} value={parent} onChange={setParent} />}
      {failed && <p>{t('several.failedAt', { name: failed.name })}</p>}
      <Trouble error={change.error} />
      <button
        type="button" className={act === 'delete' ? 'danger-button' : 'main-button'} disabled={change.isPending || (act === 'move' && !parent)}
        onClick={() => change.mutate({ body: { ids: people.map(({ id }) => id), act, ...(act === 'move' && parent && { parentId: parent.id }) } })}
      >
        {t(`act.${act}`)}
      </button>
    </Dialog>
  );
}
