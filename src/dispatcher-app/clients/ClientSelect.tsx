// The client drop-down used everywhere (D-22): text in name or contract number, superiors and whether it has employees;
// Shift+Left and Shift+Right walk the tree.
import { Select, Tag } from 'antd';
import { type KeyboardEvent, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientItem } from '../../contract/clients.js';
import { useOperation } from '../../ui/api/hooks.js';
import type { Params } from '../../ui/api/operations.js';
import { PathNames } from '../../ui/components/small.js';
import { searchedAs } from './address.js';
import { KindIcon } from './KindIcon.js';

interface Props {
  value: number | null;
  onChange(client: ClientItem | null): void;
  label: string;
  /** Only clients that use their own account: an order's Client field. */
  ownAccount?: boolean;
  /** Only this client and those below it: an order's Customer field. */
  below?: number;
  autoFocus?: boolean;
  /** In a dialog: the focus begins here. */
  'data-autofocus'?: boolean | undefined;
  disabled?: boolean;
  allowClear?: boolean;
  placeholder?: string;
  status?: 'error';
  id?: string;
}

export function ClientSelect({ value, onChange, label, ownAccount, below, allowClear = true, ...rest }: Props) {
  const { t } = useTranslation('clients');
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  /** Where Shift+arrows have walked to; null: the search. */
  const [walked, setWalked] = useState<number | 'top' | null>(null);
  const [active, setActive] = useState<number | null>(null);
  const text = useDeferredValue(typed.trim());
  const searched = searchedAs(text);
  const current = useOperation('getClient', { id: value ?? 0 }, { enabled: value !== null, watch: [`client:${value}`] });
  const within = walked === null || walked === 'top' ? below : walked;
  const filter: Params<'listClients'> = {
    state: 'active', limit: 30, ...(ownAccount && { ownAccount: true }),
    ...(searched === 'phone' ? { phone: text } : searched === 'words' ? { q: text } : { sort: 'name' as const }),
    ...(within !== undefined ? { parentId: within, scope: searched === 'nothing' && walked !== null ? 'children' as const : 'subtree' as const } : { scope: searched === 'nothing' ? 'roots' as const : 'all' as const }),
  };
  const found = useOperation('listClients', filter, { enabled: open, keep: true, watch: ['client'] });
  const items = found.data?.items ?? [];

  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.shiftKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    const client = items.find(({ id }) => id === active) ?? items[0];
    if (event.key === 'ArrowRight' && client?.hasChildren) {
      setWalked(client.id);
      setTyped('');
    } else if (event.key === 'ArrowLeft') {
      const path = client?.path ?? [];
      const superior = path[path.length - 2];
      setWalked(superior && superior.id !== below ? superior.id : 'top');
      setTyped('');
    } else return;
    event.preventDefault();
  };

  return (
    <Select
      {...rest} aria-label={label} allowClear={allowClear} placeholder={rest.placeholder ?? t('select.hint')} style={{ width: '100%' }} popupMatchSelectWidth={480}
      showSearch={{ searchValue: typed, onSearch: (next) => { setTyped(next); setWalked(null); }, filterOption: false }} open={open} onOpenChange={(next) => { setOpen(next); if (!next) setWalked(null); }}
      value={value === null ? undefined : value} onInputKeyDown={onKeyDown} onActive={(id) => setActive(id as number | null)}
      labelRender={() => current.data?.name ?? `№ ${value}`}
      notFoundContent={found.isFetching ? t('loading') : t('nothingFound', { q: typed })}
      options={items.map((client) => ({ value: client.id, label: client.name, client }))}
      optionRender={({ data }) => <Option client={(data as { client: ClientItem }).client} />}
      onChange={(id) => { onChange(items.find((item) => item.id === id) ?? null); setTyped(''); }}
    />
  );
}

function Option({ client }: { client: ClientItem }) {
  const { t } = useTranslation('clients');
  return (
    <div className="row">
      <KindIcon kind={client.kind} />
      <span className="clip" style={{ flex: 2 }}>{client.name}</span>
      <span className="clip" style={{ flex: 2 }}><PathNames path={client.path} /></span>
      {client.hasChildren && <Tag>{t('select.hasEmployees')}</Tag>}
      {client.blocked && <Tag color="error">{t('blocked')}</Tag>}
    </div>
  );
}
