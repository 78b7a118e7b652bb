// Writing to one client, a group, or all with a language or tag: who would get it is counted before it is sent.
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Input, Segmented, Select } from 'antd';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Audience, type CreateMailingInput, mailingPlaceholders } from '../../contract/mailings.js';
import { CallError } from '../../ui/api/call-error.js';
import { useLive, useOperation, useQuestion } from '../../ui/api/hooks.js';
import { newKey } from '../../ui/api/new-key.js';
import { Dialog } from '../../ui/components/Dialog.js';
import { ProblemNote, useProblemText } from '../../ui/components/small.js';
import { languages } from '../../ui/i18n/i18n.js';
import { ClientSelect } from '../clients/ClientSelect.js';

type Whom = 'client' | 'group' | 'all';

interface Text {
  id: number;
  name: string;
  subject: string;
  body: string;
}

const COUNT_AFTER_MS = 300;

function useTexts() {
  const live = useLive();
  return useQuery<{ items: Text[] }, CallError>({ queryKey: ['listMailingTexts'], queryFn: () => live.callByName('listMailingTexts') as Promise<{ items: Text[] }>, meta: { watch: ['mailingText'] } });
}

interface Props {
  clientId: number | null;
  /** One of the client's numbers, instead of its main one. */
  phone?: string;
  onClose(): void;
  onSent(id: number): void;
}

export function NewMailing({ clientId: suggested, phone, onClose, onSent }: Props) {
  const { t } = useTranslation('messages');
  const live = useLive();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const ids = { subject: useId(), body: useId(), tag: useId() };
  // The same key until it is known what became of it: pressed twice or repeated over a lost line, it is sent once.
  const key = useRef(newKey());
  const [channel, setChannel] = useState<'email' | 'sms'>('sms');
  const [whom, setWhom] = useState<Whom>('client');
  const [clientId, setClientId] = useState(suggested);
  const [groupId, setGroupId] = useState<number | null>(null);
  const [below, setBelow] = useState(false);
  const [language, setLanguage] = useState<string | null>(null);
  const [tag, setTag] = useState('');
  const [subject, setSubject] = useState('');
  const [body, setBody] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const groups = useOperation('listGroups', {}, { watch: ['group'] });
  const texts = useTexts();

  const to = useMemo<Audience | null>(() => {
    const narrowed = { ...(language !== null && { language }), ...(tag.trim() && { tag: tag.trim() }) };
    if (whom === 'client') return clientId === null ? null : { clientIds: [clientId], ...(below ? { below } : channel === 'sms' && clientId === suggested && phone !== undefined && { phone }) };
    if (whom === 'group') return groupId === null ? null : { groupId, ...(below && { below }), ...narrowed };
    return Object.keys(narrowed).length === 0 ? null : narrowed;
  }, [whom, clientId, groupId, below, language, tag, channel, suggested, phone]);
  const input = useMemo<CreateMailingInput | null>(() => to && { channel, to, body: body.trim() || '…', ...(channel === 'email' && { subject: subject.trim() || '…' }) }, [channel, to, subject, body]);
  const count = useCount(input);
  const complete = to !== null && body.trim() !== '' && (channel === 'sms' || subject.trim() !== '');

  const send = async () => {
    if (!input || !complete) return;
    setBusy(true);
    setError(null);
    try {
      const { mailing } = await live.call('createMailing', { idempotencyKey: key.current }, input);
      if (mailing) onSent(mailing.id);
    } catch (problem) {
      const failed = problem instanceof CallError ? problem : new CallError('server.error', { detail: String(problem) });
      if (failed.code === 'request.key_reused') key.current = newKey();
      setError(failed);
    } finally {
      setBusy(false);
    }
  };
  const keepText = async () => {
    try {
      await live.callByName('createMailingText', {}, { name: (subject.trim() || body.trim()).slice(0, 60), subject, body });
      message.success(t('new.textKept'));
    } catch (problem) {
      message.error(problem instanceof CallError ? problemText(problem) : String(problem));
    }
  };
  const fields = error?.fields ?? new Map<string, string>();

  return (
    <Dialog
      open title={t('write')} width={640} onCancel={onClose} onOk={() => void send()} okText={count.recipients === null ? t('new.send') : t('new.sendTo', { count: count.recipients })}
      okButtonProps={{ disabled: !complete || count.recipients === 0, loading: busy }} destroyOnHidden
    >
      <div className="column new-mailing">
        <div className="row wrap">
          <Segmented aria-label={t('column.channel')} value={channel} onChange={setChannel} options={(['sms', 'email'] as const).map((value) => ({ value, label: t(`channel.${value}`) }))} />
          <Segmented<Whom> aria-label={t('column.to')} value={whom} onChange={setWhom} options={(['client', 'group', 'all'] as const).map((value) => ({ value, label: t(`whom.${value}`) }))} />
        </div>
        {whom === 'client' && <ClientSelect label={t('whom.client')} value={clientId} data-autofocus={suggested === null || undefined} onChange={(client) => setClientId(client?.id ?? null)} />}
        {whom === 'group' && (
          <Select aria-label={t('whom.group')} placeholder={t('whom.group')} value={groupId ?? undefined} onChange={setGroupId} options={(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} showSearch={{ optionFilterProp: 'label' }} />
        )}
        {whom !== 'all' && <Checkbox checked={below} onChange={({ target }) => setBelow(target.checked)}>{t('to.belowLong')}</Checkbox>}
        {whom !== 'client' && (
          <div className="row">
            <Select aria-label={t('to.language')} placeholder={t('to.language')} allowClear value={language ?? undefined} onChange={(next?: string) => setLanguage(next ?? null)} options={Object.entries(languages).map(([value, label]) => ({ value, label }))} className="filter" />
            <Input id={ids.tag} aria-label={t('to.tag')} placeholder={t('to.tag')} value={tag} onChange={({ target }) => setTag(target.value)} className="filter" />
          </div>
        )}
        <Count count={count} chosen={to !== null} />
        <Select
          aria-label={t('new.text')} placeholder={t('new.text')} value={null} options={(texts.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} notFoundContent={t('new.noTexts')}
          onChange={(id: number | null) => { const text = texts.data?.items.find((one) => one.id === id); if (text) { setSubject(text.subject); setBody(text.body); } }}
        />
        {channel === 'email' && <div className="column"><label htmlFor={ids.subject}>{t('new.subject')}</label><Input id={ids.subject} value={subject} onChange={({ target }) => setSubject(target.value)} status={fields.has('body/subject') ? 'error' : ''} /></div>}
        <div className="column">
          <div className="row apart">
            <label htmlFor={ids.body}>{t('new.body')}</label>
            <span className="row">{mailingPlaceholders.map((name) => <Button key={name} size="small" onClick={() => setBody((text) => `${text}{${name}}`)}>{t(`placeholder.${name}`)}</Button>)}</span>
          </div>
          <Input.TextArea id={ids.body} data-autofocus={suggested !== null || undefined} rows={5} value={body} onChange={({ target }) => setBody(target.value)} status={fields.has('body/body') ? 'error' : ''} />
          <div className="row apart"><span className="soft number">{t('new.letters', { count: body.length })}</span>{body.trim() && <Button size="small" type="text" onClick={() => void keepText()}>{t('new.keepText')}</Button>}</div>
        </div>
        <ProblemNote error={error} />
      </div>
    </Dialog>
  );
}

interface Counted {
  recipients: number | null;
  unreachable: number;
  first: string[];
  error: CallError | null;
}

/** Who would get it, without the words: they change while one types, the receivers do not. */
function useCount(input: CreateMailingInput | null): Counted {
  const text = input ? JSON.stringify({ channel: input.channel, to: input.to, ...(input.channel === 'email' && { subject: '…' }), body: '…', dryRun: true }) : null;
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), COUNT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const asked = useMemo(() => JSON.parse(settled ?? 'null') as CreateMailingInput | null, [settled]);
  const { data, error } = useQuestion('createMailing', asked ?? { channel: 'sms', to: {}, body: '…', dryRun: true }, { enabled: asked !== null, watch: ['client'] });
  if (asked === null || settled !== text || !data) return { recipients: null, unreachable: 0, first: [], error };
  return { recipients: data.recipients, unreachable: data.unreachable, first: data.first.map(({ name, recipient }) => `${name} ${recipient}`), error };
}

function Count({ count: { recipients, unreachable, first, error }, chosen }: { count: Counted; chosen: boolean }) {
  const { t } = useTranslation('messages');
  if (error) return <ProblemNote error={error} />;
  if (recipients === null) return <div className="soft" aria-live="polite">{chosen ? t('new.counting') : t('new.choose')}</div>;
  return (
    <Alert
      type={recipients === 0 ? 'warning' : 'info'} showIcon
      title={<span aria-live="polite">{t('new.recipients', { count: recipients })}{unreachable > 0 && ` ${t('mailing.unreachable', { count: unreachable })}`}</span>}
      description={first.length > 0 ? <span>{first.slice(0, 3).join(' · ')}{recipients > 3 ? ' …' : ''}</span> : undefined}
    />
  );
}
