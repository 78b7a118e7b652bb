// What driver and dispatcher must know, in the order form: notes of everybody on the path, attributes, wishes about crews.
import { BellOutlined, InfoCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { StackedNote } from '../../contract/notes.js';
import { useDirectory } from '../../ui/api/directories.js';
import { colon } from '../../ui/i18n/i18n.js';
import { useValueText } from '../clients/value-text.js';
import type { Answer } from './use-order-form.js';

const icons = { info: <InfoCircleOutlined />, warning: <WarningOutlined />, mustAcknowledge: <BellOutlined /> };

export function CallerNotes({ answer }: { answer: Answer | undefined }) {
  const { t } = useTranslation('orders');
  const notes = answer?.notes ?? [];
  const attributes = answer?.attributes ?? [];
  const crews = answer?.crews;
  if (notes.length + attributes.length === 0 && !crews?.favourite.length && !crews?.unwanted.length) return null;
  return (
    <section className="caller-notes" aria-label={t('notes.title')}>
      {notes.map((note) => <Note key={`${note.client.id} ${note.id}`} note={note} />)}
      {crews && crews.unwanted.length > 0 && <div>{t('notes.unwanted')}{colon()}<span className="number">{crews.unwanted.map(({ crewId }) => crewId).join(', ')}</span></div>}
      {crews && crews.favourite.length > 0 && <div>{t('notes.favourite')}{colon()}<span className="number">{crews.favourite.map(({ crewId }) => crewId).join(', ')}</span></div>}
      {attributes.length > 0 && <Attributes attributes={attributes} />}
    </section>
  );
}

export function Note({ note: { text, client, audience, severity } }: { note: StackedNote }) {
  const { t } = useTranslation('orders');
  return (
    <div className={`caller-note ${severity}`}>
      <span className="soft">{icons[severity]} {t(`notes.for.${audience}`)}</span>
      <span className="pre">{text}</span>
      <span className="soft clip">{client.name}</span>
    </div>
  );
}

function Attributes({ attributes }: { attributes: NonNullable<Answer['attributes']> }) {
  const show = useValueText();
  const directory = useDirectory('attributes');
  const chosen = (id: number, value: unknown) => {
    const choices = directory.data?.items.find((one) => one.id === id)?.choices as { id: number; name: string }[] | null | undefined;
    return choices?.find((choice) => choice.id === value)?.name ?? show(`attribute.${id}`, value);
  };
  return <div className="row wrap attributes">{attributes.map(({ id, name, value }) => <span key={id}>{name}{value === true ? '' : <>{colon()}{chosen(id, value)}</>}</span>)}</div>;
}
