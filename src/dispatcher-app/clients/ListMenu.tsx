// Beside the list: views kept under a name by each operator, and the list as a file (S-2).
import { DownOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Form, Input, type MenuProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { CallError } from '../../ui/api/call-error.js';
import { useCommand, useLive, useOperation } from '../../ui/api/hooks.js';
import { download } from '../../ui/api/http.js';
import type { Params } from '../../ui/api/operations.js';
import { Dialog } from '../../ui/components/Dialog.js';
import { ProblemNote, useProblemText } from '../../ui/components/small.js';

const SECTION = 'clients';
/** What is open is not part of a view, nor what narrows the tree beside it. */
const passing = ['client', 'card', 'tab', 'tree'];

function addressOf(search: string): string {
  const params = new URLSearchParams(search);
  for (const name of passing) params.delete(name);
  return params.toString();
}

export function ListMenu({ filter }: { filter: Params<'listClients'> }) {
  const { t, i18n } = useTranslation('views');
  const { notification } = App.useApp();
  const problemText = useProblemText();
  const navigate = useNavigate();
  const { search } = useLocation();
  const live = useLive();
  const [saving, setSaving] = useState(false);
  const [busy, setBusy] = useState(false);
  const views = useOperation('listViews', { section: SECTION }, { watch: ['operatorView'] });
  const items = views.data?.items ?? [];
  const current = addressOf(search);

  const attempt = async (act: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await act();
    } catch (error) {
      notification.error({ title: t('failed'), description: error instanceof CallError ? problemText(error) : String(error) });
    } finally {
      setBusy(false);
    }
  };
  const save = (format: 'csv' | 'xlsx') => {
    const { limit: _, cursor: __, version: ___, idempotencyKey: ____, ...asked } = filter;
    return attempt(() => download(`/clients.${format}?${new URLSearchParams({ ...Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, String(value)])), language: i18n.language })}`));
  };
  const remove = ({ id, name, address }: { id: number; name: string; address: string }) => attempt(async () => {
    await live.call('removeView', { id });
    const key = `view-${id}`;
    notification.success({
      key, title: t('removed', { name }), placement: 'bottomRight', duration: 8,
      actions: <Button type="primary" onClick={() => {
        notification.destroy(key);
        void attempt(() => live.call('saveView', {}, { section: SECTION, name, address }));
      }}>{t('undo')}</Button>,
    });
  });
  const menu: MenuProps['items'] = [
    {
      type: 'group', label: t('views'),
      children: items.length === 0 ? [{ key: 'none', label: t('none'), disabled: true }] : items.map((view) => ({ key: `view-${view.id}`, label: view.address === current ? `${view.name} ✓` : view.name, onClick: () => void navigate(`/clients?${view.address}`) })),
    },
    { key: 'save', label: t('save'), onClick: () => setSaving(true) },
    ...(items.length > 0 ? [{ key: 'remove', label: t('remove'), children: items.map((view) => ({ key: `remove-${view.id}`, label: view.name, onClick: () => void remove(view) })) }] : []),
    { type: 'divider' },
    { key: 'csv', label: t('csv'), onClick: () => void save('csv') },
    { key: 'xlsx', label: t('xlsx'), onClick: () => void save('xlsx') },
  ];
  return (
    <>
      <Dropdown menu={{ items: menu, autoFocus: true }} trigger={['click']}><Button loading={busy} icon={<DownOutlined />} iconPlacement="end">{t('button')}</Button></Dropdown>
      {saving && <SaveDialog address={current} onClose={() => setSaving(false)} />}
    </>
  );
}

function SaveDialog({ address, onClose }: { address: string; onClose(): void }) {
  const { t } = useTranslation('views');
  const { notification } = App.useApp();
  const [name, setName] = useState('');
  const save = useCommand('saveView', (view) => {
    notification.success({ title: t('saved', { name: view.name }), placement: 'bottomRight', duration: 3 });
    onClose();
  });
  const submit = () => name.trim() && save.mutate({ body: { section: SECTION, name: name.trim(), address } });
  return (
    <Dialog open title={t('save')} okText={t('saveYes')} cancelText={t('back')} okButtonProps={{ disabled: !name.trim(), loading: save.isPending }} onOk={submit} onCancel={onClose} width={400}>
      <Form layout="vertical" onFinish={submit}>
        <Form.Item label={t('name')} htmlFor="view-name" extra={t('hint')}><Input id="view-name" data-autofocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} /></Form.Item>
        <ProblemNote error={save.error} />
        <button type="submit" hidden />
      </Form>
    </Dialog>
  );
}
