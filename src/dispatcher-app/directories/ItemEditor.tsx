// The editor beside the list: a form over one item, saved with the version that was seen; what others change meanwhile
// shows at once in the fields that were not touched, and a conflict shows mine and theirs (S-4, D-8).
import { CloseOutlined, DeleteOutlined } from '@ant-design/icons';
import { App, Button, Form } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../ui/api/call-error.js';
import { queries, useLive } from '../../ui/api/hooks.js';
import { ConflictNote } from '../../ui/components/ConflictNote.js';
import { ProblemNote } from '../../ui/components/small.js';
import { useSettingLabel } from '../clients/setting-labels.js';
import { useClientActions } from '../clients/use-client-actions.js';
import { useKey } from '../shell/keys.js';
import { useSession } from '../session.js';
import { useDraft } from './drafts.js';
import { FormContext, type FormState } from './fields.js';
import { usePlainValue } from './plain-value.js';
import { useRemoval } from './use-removal.js';
import { changeItem, createItem, type ItemScreen, nameOf, type Row } from './screens.js';

interface Props {
  screen: ItemScreen;
  /** null: a new one. */
  row: Row | null;
  onSaved(id: number): void;
  onClose(): void;
}

const itself = (row: Row) => row;

export function ItemEditor({ screen, row, onSaved, onClose }: Props) {
  const { t } = useTranslation('directories');
  const settingLabel = useSettingLabel();
  const show = usePlainValue();
  const live = useLive();
  const { can } = useSession();
  const { message } = App.useApp();
  const { done } = useClientActions();
  const blank = useMemo(() => screen.blank(), [screen]);
  const useItem = screen.useItem ?? itself;
  const item = useItem(row ?? ({ id: 0, version: 0, name: '', ...blank } as Row));
  const { draft, set, drop, rebase } = useDraft(`${screen.path}:${row?.id ?? 'new'}`);
  const [error, setError] = useState<CallError | null>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<ReadonlyMap<string, string>>(new Map());
  const remove = useRemoval(screen);

  const patch = draft?.patch ?? {};
  const changed = Object.keys(patch).length;
  const locked = !can(screen.right) || (row !== null && screen.fixed?.(row) === true);
  const value: Record<string, unknown> = { ...item, ...patch };

  const form: FormState = {
    value, locked, isNew: row === null, errors: wrong,
    set: (part) => {
      set(part, item.version);
      const touched = Object.keys(part);
      setWrong((before) => new Map([...before].filter(([path]) => !touched.includes(path.split('/')[0] as string))));
    },
  };

  const fail = (problem: unknown) => {
    const failure = problem as CallError;
    if (!(failure instanceof CallError)) throw problem;
    const text = (code: string, said: string) => t(`wrong.${code}`, { defaultValue: said });
    const atFields = new Map((failure.problem.errors ?? []).map(({ path, code, message: said }) => [path.replace(/^(body|query|params)\//, ''), text(code, said)]));
    setWrong(atFields);
    setError(atFields.size > 0 && failure.code === 'request.invalid' ? null : failure);
  };

  const save = async () => {
    const found = Object.entries({ ...(screen.words !== undefined && typeof value.name === 'string' && !value.name.trim() && 'name' in blank && { name: 'required' }), ...screen.check?.(value, row === null) });
    setWrong(new Map(found.map(([field, code]) => [field, t(`wrong.${code}`)])));
    if (found.length > 0) {
      setTimeout(() => document.querySelector<HTMLElement>('.item-editor .ant-form-item-has-error :is(input, textarea)')?.focus());
      return;
    }
    setBusy(true);
    setError(null);
    try {
      if (row === null) {
        const { id: _, version: __, ...whole } = { ...blank, ...patch } as Record<string, unknown>;
        const made = await createItem(screen, live, whole);
        drop();
        await queries.invalidateQueries({ queryKey: [screen.list] });
        void message.success(t('created', { name: nameOf(made) }));
        onSaved(made.id);
      } else {
        const before = Object.fromEntries(Object.keys(patch).map((field) => [field, item[field] ?? null]));
        await changeItem(screen, live, row, patch, draft?.version, drop);
        drop();
        await queries.invalidateQueries({ queryKey: [screen.list] });
        const reversible = !('password' in patch);
        done(t('saved', { name: nameOf(value) }), reversible ? () => changeItem(screen, live, row, before, undefined, () => undefined) : undefined);
      }
    } catch (problem) {
      fail(problem);
    } finally {
      setBusy(false);
    }
  };

  useKey('Ctrl+S', () => void save(), { enabled: changed > 0 && !locked });
  const conflicts = error?.conflicts ?? [];
  const { Form: Fields } = screen;
  return (
    <section className="item-editor" aria-label={t('editor')}>
      <header className="row apart">
        <h2 className="clip">{row === null ? t(`new.${screen.path}`) : nameOf(item)}</h2>
        <span className="row">
          {row !== null && !locked && <Button type="text" danger icon={<DeleteOutlined />} onClick={() => void remove(item).then((gone) => gone && onClose())}>{t('remove')}</Button>}
          <Button type="text" aria-label={t('close')} icon={<CloseOutlined />} onClick={onClose} />
        </span>
      </header>
      {/* Without a field that can be reached, the keyboard must still scroll it. */}
      <div className="item-form" {...(locked && { tabIndex: 0, role: 'group', 'aria-label': t('editor') })}>
        {conflicts.length > 0 ? (
          <ConflictNote
            conflicts={conflicts}
            label={(field) => (field.startsWith('settings.') ? settingLabel(field.slice('settings.'.length)) : t(`field.${field}`))}
            show={show}
            onMine={() => {
              rebase(error?.problem.version as number);
              setError(null);
            }}
            onTheirs={() => {
              drop(conflicts.map(({ field }) => field));
              setError(null);
            }}
          />
        ) : <ProblemNote error={error} />}
        {locked && <p className="soft">{row !== null && screen.fixed?.(row) ? t(`fixed.${screen.path}`) : t('readOnly')}</p>}
        <FormContext value={form}>
          <Form layout="vertical" requiredMark component={false}><Fields /></Form>
        </FormContext>
      </div>
      {!locked && (changed > 0 || row === null) && (
        <footer className="save-bar">
          <span className="soft">{row === null ? '' : t('changes', { count: changed })}</span>
          <span className="row">
            {changed > 0 && <Button disabled={busy} onClick={() => { drop(); setError(null); setWrong(new Map()); }}>{t('discard')}</Button>}
            <Button type="primary" loading={busy} onClick={() => void save()}>{row === null ? t('create') : t('save')} <kbd>Ctrl+S</kbd></Button>
          </span>
        </footer>
      )}
    </section>
  );
}
