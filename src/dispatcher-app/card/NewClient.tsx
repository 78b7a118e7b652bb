// The form of a client that is not there yet; once made, its card opens. What is typed is a draft like any other.
import { CloseOutlined } from '@ant-design/icons';
import { App, Button, Select } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientCard, ClientKind } from '../../contract/clients.js';
import { CallError } from '../../ui/api/call-error.js';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import { useProblemText } from '../../ui/components/small.js';
import { ClientSelect } from '../clients/ClientSelect.js';
import { useClientActions } from '../clients/use-client-actions.js';
import { useKey } from '../shell/keys.js';
import { CardProvider, useCard, useCardModel, useDrafts } from './card-context.js';
import { FieldRow, SelectField, TagsField, TextField } from './fields.js';
import { createFrom, errorsOf } from './saving.js';
import { isCovered } from './TabRail.js';
import { PhoneGrid } from './tabs/Phones.js';
import { Section } from './tabs/General.js';
import { useFieldSentence } from './use-card-save.js';

const nothing: Readonly<Record<string, never>> = {};

function blankCard(parentId: number | null, kind: ClientKind): ClientCard {
  return {
    id: 0, version: 0, name: '', kind, parentId, path: [], hasChildren: false, childCount: 0, groupId: 0, number: null, phone: null, usesOwnAccount: parentId === null, tags: [], blocked: false, blockedBy: null, deleted: false, deletedBy: null,
    ownGroupId: null, ownBlocked: false, blockReason: null, ownDeleted: false, externalId: null, contractFrom: null, contractTo: null, address: null, email: null, useEmail: false, birthDate: null, sex: null, comment: null, driverNote: null,
    language: null, country: null, timeZone: null, mark: 'ordinary', contactPerson: null, responsibleManagerId: null, registeredAt: '', registeredFrom: null, registeredBy: null, erasedAt: null, useSms: true, useCalls: true, terminalAccount: null,
    referralCode: null, apiLogin: null, hasApiPassword: false, hasOrderPassword: false, rating: { value: null, count: 0, resetAt: null }, familyAccount: null, familyMembers: [], favouriteAddresses: [], favouriteCrews: [], unwantedCrews: [], papers: null,
    phones: [], settings: {}, createdAt: '', updatedAt: '',
  };
}

interface Props {
  below: number | null;
  onCreated(id: number): void;
  onClose(): void;
}

export function NewClient({ below, onCreated, onClose }: Props) {
  const { t } = useTranslation('card');
  const live = useLive();
  const { notification } = App.useApp();
  const { done } = useClientActions();
  const problemText = useProblemText();
  const sentence = useFieldSentence();
  const [drafts, store] = useDrafts();
  const [saving, setSaving] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const superior = useOperation('getClient', { id: below ?? 0 }, { enabled: below !== null });
  const draftId = `new:${below ?? ''}`;
  // Below a shop there are cashiers, below a person nobody is expected: the kind is only a label (D-2).
  const card = useMemo(() => blankCard(below, below === null ? 'organisation' : 'employee'), [below]);
  const model = useCardModel({ id: 0, draftId, card, effective: nothing, at: null, readOnly: false, onGo: onCreated, onTab: () => undefined, pin: () => undefined });
  const draft = drafts.get(draftId);
  const ready = typeof draft?.changes.name?.mine === 'string' && draft.changes.name.mine.trim() !== '';

  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>('[data-path=name] input')?.focus();
  }, []);

  const create = async () => {
    if (!draft || !ready || saving) return;
    setSaving(true);
    try {
      const made = await createFrom(live, draft, { kind: card.kind as ClientKind, parentId: below });
      store.drop(draftId);
      done(t('new.done', { name: made.name }), () => live.call('deleteClient', { id: made.id }, {}));
      onCreated(made.id);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      store.fail(draftId, errorsOf(error, null, sentence));
      notification.error({ title: t('save.refused'), description: error.code === 'request.invalid' ? t('save.seeFields') : problemText(error) });
    } finally {
      setSaving(false);
    }
  };
  useKey('Ctrl+S', () => !isCovered() && void create(), { inDialog: true });

  return (
    <CardProvider value={model}>
      <header className="card-head">
        <h2 className="grow">{below === null ? t('new.title') : t('new.below', { name: superior.data?.name ?? '…' })}</h2>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('close')} onClick={onClose} />
      </header>
      <form ref={form} id="new-client" className="card-panel" onSubmit={(event) => { event.preventDefault(); void create(); }}>
        <Fields />
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">{t('new.create')}</button>
      </form>
      <footer className="save-bar">
        <span className="soft">{t('new.kept')}</span><span className="grow" />
        {draft && <Button onClick={() => store.drop(draftId)}>{t('save.discard')}</Button>}
        <Button type="primary" disabled={!ready} loading={saving} onClick={() => void create()}>{t('new.create')} <kbd>Ctrl+S</kbd></Button>
      </footer>
    </CardProvider>
  );
}

function Fields() {
  const { t } = useTranslation('card');
  const { value, put } = useCard();
  const parentId = value<number | null>('parentId');
  const groups = useOperation('listGroups', {}, { watch: ['group'] });
  const kinds = ['organisation', 'department', 'employee', ...(parentId === null ? ['person'] : [])];
  return (
    <div className="card-sections">
      <Section title={t('general.who')}>
        <TextField path="name" required maxLength={500} />
        <SelectField path="kind" allowClear={false} options={kinds.map((each) => ({ value: each, label: t(`kind.${each}`) }))} />
        <FieldRow path="parentId" label={t('field.parentId')}>
          {({ id }) => <ClientSelect id={id} label={t('field.parentId')} value={parentId} onChange={(client) => put('parentId', client?.id ?? null)} placeholder={t('new.noSuperior')} />}
        </FieldRow>
        {parentId === null && (
          <FieldRow path="groupId" label={t('field.groupId')}>
            {(control) => <Select {...control} allowClear placeholder={t('new.defaultGroup')} style={{ minWidth: 240 }} options={(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} value={value<number>('groupId') || undefined} onChange={(next: number | undefined) => put('groupId', next ?? 0)} />}
          </FieldRow>
        )}
        <TextField path="address" lines={2} />
        <TextField path="driverNote" lines={2} />
      </Section>
      <Section title={t('general.contact')}>
        <TextField path="number" />
        <TextField path="contractFrom" type="date" />
        <TextField path="contractTo" type="date" />
        <TextField path="email" type="email" />
        <TextField path="contactPerson" />
        <TagsField path="tags" />
        <TextField path="comment" lines={2} />
      </Section>
      <Section title={t('tab.phones')} wide><PhoneGrid /></Section>
    </div>
  );
}
