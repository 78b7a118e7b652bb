// Tab 11: data for papers; logo and text of the greeting sign.
import { Button, Input, Progress } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { upload } from '../../../ui/api/http.js';
import { useClientActions } from '../../clients/use-client-actions.js';
import { useCard } from '../card-context.js';
import { FieldRow } from '../fields.js';
import { SettingRow } from '../SettingRow.js';
import { Section } from './General.js';

interface Papers {
  act?: string;
  vatInvoice?: string;
  settlementReport?: string;
}

export default function More() {
  const { t } = useTranslation('card');
  const { card, at, value, put } = useCard();
  const papers = value<Papers | null>('papers') ?? {};
  const write = (part: keyof Papers, text: string) => {
    const { [part]: _, ...rest } = papers;
    const next = text === '' ? rest : { ...rest, [part]: text };
    put('papers', Object.keys(next).length === 0 ? null : next);
  };
  return (
    <div className="card-sections">
      <Section title={t('more.sign')} wide>
        <SettingRow settingKey="greetingSign" />
        <SettingRow settingKey="logo" edit={(value, putLogo) => <Logo id={value as number | null} onChange={putLogo} />} show={(value) => <Picture id={idOf(value)} />} />
        {at === null && (
          <div className="field">
            <span className="field-label">{t('more.sample')}</span>
            <img key={card.version} className="sign" src={`/api/v1/clients/${card.id}/greeting-sign.png`} alt={t('more.sampleOf', { name: card.name })} />
          </div>
        )}
      </Section>
      <Section title={t('more.papers')} wide>
        <FieldRow path="papers" label={t('field.papers')} group>
          {(control) => (
            <div className="record">
              {(['act', 'vatInvoice', 'settlementReport'] as const).map((part) => (
                <div key={part} className="record-line"><label htmlFor={`paper-${part}`}>{t(`more.${part}`)}</label><Input.TextArea id={`paper-${part}`} className="grows" style={{ minHeight: 50 }} disabled={control.disabled} value={papers[part] ?? ''} onChange={(event) => write(part, event.target.value)} /></div>
              ))}
            </div>
          )}
        </FieldRow>
      </Section>
    </div>
  );
}

/** An own value is the id, an effective one is {id, name}. */
function idOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? (value as { id: number }).id : (value as number);
}

function Picture({ id }: { id: number }) {
  const { t } = useTranslation('card');
  return <img className="logo" src={`/api/v1/images/${id}`} alt={t('more.logoOf', { id })} />;
}

function Logo({ id, onChange }: { id: number | null; onChange(id: number | null): void }) {
  const { t } = useTranslation('card');
  const { readOnly } = useCard();
  const { fail } = useClientActions();
  const picker = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setShare(0);
    try {
      onChange((await upload<{ id: number }>('/images', file, setShare)).id);
    } catch (error) {
      fail(error);
    } finally {
      setShare(null);
    }
  };
  return (
    <div className="column">
      {id !== null && <Picture id={id} />}
      <div className="row wrap">
        <input ref={picker} type="file" accept="image/png,image/jpeg,image/webp,image/gif" className="visually-hidden" tabIndex={-1} aria-label={t('more.upload')} onChange={(event) => void take(event.target.files?.[0])} />
        {!readOnly && <Button onClick={() => picker.current?.click()}>{id === null ? t('more.upload') : t('more.another')}</Button>}
        {share !== null && <Progress percent={Math.round(share * 100)} size="small" style={{ width: 160 }} aria-label={t('more.uploading')} />}
        <span className="soft small">{t('more.uploadHint')}</span>
      </div>
    </div>
  );
}
