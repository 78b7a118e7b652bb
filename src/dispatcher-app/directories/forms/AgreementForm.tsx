// A version of the user agreement: its text in each language; a draft is published from here, after it was told whom it asks.
import { App, Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queries, useLive } from '../../../ui/api/hooks.js';
import { StateTag, Time } from '../../../ui/components/small.js';
import { type Language, languages } from '../../../ui/i18n/i18n.js';
import { useClientActions } from '../../clients/use-client-actions.js';
import { useSession } from '../../session.js';
import { useDraftKeys } from '../drafts.js';
import { errorAt, Field, SwitchField, TextField, useFormState } from '../fields.js';

const fields: Record<Language, string> = { en: 'textEn', ru: 'textRu', fr: 'textFr' };
const all = Object.entries(fields) as [Language, string][];

export function AgreementForm() {
  const { t, i18n } = useTranslation('directories');
  const { value, set, locked, errors, isNew } = useFormState();
  const [chosen, choose] = useState<Language>(i18n.language in languages ? (i18n.language as Language) : 'en');
  const wrong = all.find(([, name]) => errorAt(errors, name))?.[0];
  const language = wrong ?? chosen;
  const name = fields[language];
  const empty = (field: string) => String(value[field] ?? '').trim() === '';
  return (
    <>
      {value.number !== null && value.number !== undefined && <Published />}
      <TextField name="name" required />
      <Field name={name} label="agreementText" hint={t('agreement.textHint')}>
        <div className="column">
          <Segmented
            aria-label={t('agreement.language')} value={language} onChange={(next) => choose(next as Language)}
            options={all.map(([one, field]) => ({ value: one, label: `${languages[one]}${empty(field) ? ` · ${t('agreement.empty')}` : ''}` }))}
          />
          <Input.TextArea id={`field-${name}`} rows={14} maxLength={60_000} readOnly={locked} lang={language} value={String(value[name] ?? '')} onChange={({ target }) => set({ [name]: target.value })} />
        </div>
      </Field>
      <SwitchField name="asksAgain" hint={t('agreement.asksAgainHint')} />
      {!isNew && !locked && <Publish missing={all.some(([, field]) => empty(field))} />}
    </>
  );
}

/** What is published stays as it is; it can be withdrawn. */
function Published() {
  const { t } = useTranslation('directories');
  const { can } = useSession();
  const live = useLive();
  const { modal } = App.useApp();
  const { fail, done } = useClientActions();
  const { value } = useFormState();
  const withdraw = async () => {
    if (!(await modal.confirm({ title: t('agreement.withdrawQuestion', { number: value.number }), content: t('agreement.withdrawMeans'), okText: t('agreement.withdrawNow'), okButtonProps: { danger: true } }))) return;
    await live.call('withdrawAgreement', { id: value.id as number }).then(() => done(t('agreement.withdrawn')), fail);
    await queries.invalidateQueries({ queryKey: ['listAgreements'] });
  };
  return (
    <div className="row apart" style={{ marginBlock: 12 }}>
      <span className="column">
        <span><StateTag tone={value.withdrawnAt ? 'plain' : 'fine'}>{t(value.withdrawnAt ? 'agreement.state.withdrawn' : 'agreement.state.published')}</StateTag> {t('agreement.number', { number: value.number })}</span>
        <span className="soft"><Time at={value.publishedAt as string} /> · {String(value.publishedBy)}</span>
      </span>
      {!value.withdrawnAt && can('agreement.manage') && <Button danger onClick={() => void withdraw()}>{t('agreement.withdraw')}</Button>}
    </div>
  );
}

function Publish({ missing }: { missing: boolean }) {
  const { t } = useTranslation('directories');
  const live = useLive();
  const { modal } = App.useApp();
  const { fail, done } = useClientActions();
  const { value } = useFormState();
  const unsaved = useDraftKeys().has(`agreements:${value.id as number}`);
  const id = value.id as number;
  const publish = async () => {
    const preview = await live.call('publishAgreement', { id }, { dryRun: true }).catch(fail);
    if (!preview) return;
    const agreed = await modal.confirm({ title: t('agreement.publishQuestion', { number: preview.number }), content: <><p>{t('agreement.asked', { count: preview.asked })}</p><p>{t('agreement.publishMeans')}</p></>, okText: t('agreement.publishNow') });
    if (!agreed) return;
    await live.call('publishAgreement', { id, version: value.version as number }, {}).then(
      ({ number }) => done(t('agreement.publishedDone', { number }), () => live.call('withdrawAgreement', { id }).then(() => queries.invalidateQueries({ queryKey: ['listAgreements'] }))), fail,
    );
    await queries.invalidateQueries({ queryKey: ['listAgreements'] });
  };
  return (
    <div className="column">
      <Button disabled={unsaved || missing} onClick={() => void publish()}>{t('agreement.publish')}</Button>
      {(unsaved || missing) && <p className="soft">{t(unsaved ? 'agreement.saveFirst' : 'agreement.missing')}</p>}
    </div>
  );
}
