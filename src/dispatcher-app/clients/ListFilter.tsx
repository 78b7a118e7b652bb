// Filters of the columns (D-20): chosen in one place, each that holds shown beside it with a way to drop it.
import { CloseOutlined, FilterOutlined } from '@ant-design/icons';
import { AutoComplete, Badge, Button, Checkbox, Popover, Select, Tag } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../ui/api/hooks.js';
import { AmountInput } from '../../ui/components/MoneyInput.js';
import { formatNumber } from '../../ui/format/numbers.js';
import { useSession } from '../session.js';
import { type ChangeView, type ClientsView, kinds, marks, noColumnFilter } from './address.js';

interface Props {
  view: ClientsView;
  change: ChangeView;
  /** Tags that can be seen on the screen, to choose from. */
  tags: readonly string[];
}

export function ListFilter({ view, change, tags }: Props) {
  const { t } = useTranslation('clients');
  const { can } = useSession();
  const colleagues = useOperation('listColleagues', {}, { watch: ['operator'] });
  const managers = (colleagues.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const manager = managers.find(({ value }) => value === view.managerId)?.label ?? `№ ${view.managerId}`;
  const chips: { key: keyof typeof noColumnFilter; label: string }[] = [
    ...(['blocked', 'expired', 'ownAccount'] as const).filter((key) => view[key]).map((key) => ({ key, label: t(`filter.${key}`) })),
    ...(view.fundsBelow === null ? [] : [{ key: 'fundsBelow' as const, label: Number(view.fundsBelow) === 0 ? t('filter.belowFloor') : t('filter.fundsBelow', { amount: formatNumber(Number(view.fundsBelow)) }) }]),
    ...(view.kind === null ? [] : [{ key: 'kind' as const, label: t(`kind.${view.kind}`) }]),
    ...(view.mark === null ? [] : [{ key: 'mark' as const, label: `${t('filter.mark')}: ${t(`mark.${view.mark}`)}` }]),
    ...(view.tag === null ? [] : [{ key: 'tag' as const, label: `${t('filter.tag')}: ${view.tag}` }]),
    ...(view.managerId === null ? [] : [{ key: 'managerId' as const, label: `${t('filter.manager')}: ${manager}` }]),
  ];
  return (
    <>
      <Popover trigger="click" placement="bottomLeft" title={t('filter.more')} content={<Fields view={view} change={change} tags={tags} managers={managers} seesMoney={can('balance.see')} />} destroyOnHidden>
        <Badge count={chips.length} size="small" color="var(--accent)"><Button icon={<FilterOutlined />}>{t('filter.more')}</Button></Badge>
      </Popover>
      {chips.map(({ key, label }) => (
        <Tag key={key} closable closeIcon={<CloseOutlined aria-label={t('filter.drop', { name: label })} />} onClose={() => change({ [key]: noColumnFilter[key] })}>{label}</Tag>
      ))}
    </>
  );
}

function Fields({ view, change, tags, managers, seesMoney }: Props & { managers: { value: number; label: string }[]; seesMoney: boolean }) {
  const { t } = useTranslation('clients');
  return (
    <div className="column list-filter">
      {(['blocked', 'expired', 'ownAccount'] as const).map((key) => <Checkbox key={key} checked={view[key]} onChange={({ target }) => change({ [key]: target.checked })}>{t(`filter.${key}`)}</Checkbox>)}
      {seesMoney && (
        <>
          <Checkbox checked={view.fundsBelow !== null} onChange={({ target }) => change({ fundsBelow: target.checked ? '0' : null })}>{t('filter.belowFloor')}</Checkbox>
          {view.fundsBelow !== null && (
            <Labelled label={t('filter.margin')}>{(id) => <AmountInput id={id} label={t('filter.margin')} value={view.fundsBelow === '0' ? undefined : (view.fundsBelow ?? undefined)} onChange={(fundsBelow) => change({ fundsBelow: fundsBelow ?? '0' })} />}</Labelled>
          )}
        </>
      )}
      <Labelled label={t('filter.kind')}>
        {(id) => <Select id={id} allowClear value={view.kind} onChange={(kind) => change({ kind: kind ?? null })} options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />}
      </Labelled>
      <Labelled label={t('filter.mark')}>{(id) => <Select id={id} allowClear value={view.mark} onChange={(mark) => change({ mark: mark ?? null })} options={marks.map((value) => ({ value, label: t(`mark.${value}`) }))} />}</Labelled>
      <Labelled label={t('filter.tag')}>
        {(id) => <AutoComplete id={id} allowClear value={view.tag ?? ''} onChange={(tag: string | undefined) => change({ tag: tag || null })} options={tags.filter((tag) => tag.startsWith(view.tag ?? '')).map((value) => ({ value }))} />}
      </Labelled>
      <Labelled label={t('filter.manager')}>
        {(id) => <Select id={id} allowClear showSearch={{ optionFilterProp: 'label' }} value={view.managerId} onChange={(managerId) => change({ managerId: managerId ?? null })} options={managers} />}
      </Labelled>
    </div>
  );
}

function Labelled({ label, children }: { label: string; children(id: string): ReactNode }) {
  const id = useId();
  return <><label htmlFor={id} className="soft">{label}</label>{children(id)}</>;
}
