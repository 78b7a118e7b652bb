// Notes for drivers: several, each with its days and how grave it is. The one of the card is changed with the card.
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoteSeverity } from '../../src/contract/notes.js';
import { useCommand, useLive, useOperation } from '../../src/ui/api/hooks.js';
import type { Result } from '../../src/ui/api/operations.js';
import { StateTag, type Tone } from '../../src/ui/components/plain.js';
import { TextField } from '../shell/TextField.js';
import { useTimes } from '../shell/times.js';
import { Trouble } from '../shell/Trouble.js';
import { useUndo } from './undo.js';

type Note = Result<'cabinetListNotes'>['items'][number];

const severities = ['info', 'warning', 'mustAcknowledge'] as const satisfies readonly NoteSeverity[];
const tones: Record<NoteSeverity, Tone> = { info: 'plain', warning: 'look', mustAcknowledge: 'cannot' };

export function Notes({ id, mayChange }: { id: number; mayChange: boolean }) {
  const { t } = useTranslation('people');
  const live = useLive();
  const offerUndo = useUndo();
  const { data, error } = useOperation('cabinetListNotes', { id }, { watch: ['client'] });
  // 'new', or the id of the one that is being changed.
  const [open, setOpen] = useState<'new' | number | null>(null);
  const remove = useCommand('cabinetRemoveNote');
  if (!data) return <Trouble error={error} />;
  if (data.items.length === 0 && !mayChange) return null;
  const takeOff = (noteId: number) => remove.mutate({ params: { id, noteId } }, { onSuccess: () => offerUndo({ text: t('notes.removed'), undo: () => live.call('cabinetRestoreNote', { id, noteId }) }) });
  return (
    <section className="sheet" aria-labelledby="notes">
      <h2 id="notes">{t('notes.title')}</h2>
      {data.items.length === 0 ? <p className="soft">{t('notes.none')}</p> : (
        <ul className="notes">
          {data.items.map((note) => (
            <li key={note.id ?? 'card'}>
              {note.id !== null && open === note.id ? <NoteForm id={id} note={note} onClose={() => setOpen(null)} /> : (
                <>
                  <NoteText note={note} />
                  {mayChange && note.id !== null && (
                    <div className="acts">
                      <button type="button" className="link-button" aria-label={t('notes.changeOne', { text: note.text })} onClick={() => setOpen(note.id)}>{t('change')}</button>
                      <button type="button" className="link-button" aria-label={t('notes.removeOne', { text: note.text })} onClick={() => takeOff(note.id as number)}>{t('notes.remove')}</button>
                    </div>
                  )}
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <Trouble error={remove.error} />
      {mayChange && (open === 'new' ? <NoteForm id={id} note={null} onClose={() => setOpen(null)} /> : <button type="button" className="link-button" onClick={() => setOpen('new')}>{t('notes.add')}</button>)}
    </section>
  );
}

function NoteText({ note: { text, severity, from, to, acknowledgements } }: { note: Note }) {
  const { t } = useTranslation('people');
  const { date } = useTimes();
  // Noon: the same day in every zone.
  const day = (value: string) => date(`${value}T12:00:00Z`);
  const when = from && to ? t('notes.fromTo', { from: day(from), to: day(to) }) : from ? t('notes.from', { from: day(from) }) : to ? t('notes.to', { to: day(to) }) : null;
  return (
    <div>
      <p className="note-text">{text}</p>
      <div className="row wrap small soft">
        {severity !== 'info' && <StateTag tone={tones[severity]}>{t(`notes.severity.${severity}`)}</StateTag>}
        {when && <span>{when}</span>}
        {acknowledgements > 0 && <span>{t('notes.acknowledged', { count: acknowledgements })}</span>}
      </div>
    </div>
  );
}

function NoteForm({ id, note, onClose }: { id: number; note: Note | null; onClose(): void }) {
  const { t } = useTranslation('people');
  const field = useId();
  const [text, setText] = useState(note?.text ?? '');
  const [severity, setSeverity] = useState<NoteSeverity>(note?.severity ?? 'info');
  const [from, setFrom] = useState(note?.from ?? '');
  const [to, setTo] = useState(note?.to ?? '');
  const create = useCommand('cabinetCreateNote', onClose);
  const change = useCommand('cabinetChangeNote', onClose);
  const error = create.error ?? change.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { text: text.trim(), severity, from: from || null, to: to || null };
    if (note) change.mutate({ params: { id, noteId: note.id as number, version: note.version ?? undefined }, body });
    else create.mutate({ params: { id }, body });
  };
  return (
    <form className="column" onSubmit={submit} aria-label={t(note ? 'notes.changeTitle' : 'notes.add')}>
      <div className="field">
        <label htmlFor={field}>{t('notes.text')}</label>
        {/* biome-ignore lint/a11y/noAutofocus: the form opens where one has just pressed, and this is what one came for */}
        <textarea id={field} value={text} maxLength={2_000} required autoFocus onChange={({ target }) => setText(target.value)} />
      </div>
      <div className="field">
        <label htmlFor={`${field}-severity`}>{t('notes.severityLabel')}</label>
        <select id={`${field}-severity`} value={severity} onChange={({ target }) => setSeverity(target.value as NoteSeverity)}>{severities.map((one) => <option key={one} value={one}>{t(`notes.severity.${one}`)}</option>)}</select>
      </div>
      <div className="two">
        <TextField label={t('notes.firstDay')} type="date" value={from} onChange={setFrom} wrong={error?.fields.get('body/from')} />
        <TextField label={t('notes.lastDay')} type="date" value={to} onChange={setTo} wrong={error?.fields.get('body/to')} />
      </div>
      <Trouble error={error} />
      <div className="acts">
        <button type="submit" className="main-button" disabled={text.trim() === '' || create.isPending || change.isPending}>{t('save')}</button>
        <button type="button" className="quiet-button" onClick={onClose}>{t('leave')}</button>
      </div>
    </form>
  );
}
