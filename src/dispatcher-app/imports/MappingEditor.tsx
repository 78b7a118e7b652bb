// What each column of the file is: guessed by the server, shown with samples, corrected here; and how the file is read.
import { Checkbox, Form, Input, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportOptions } from '../../contract/imports.js';
import { useDirectory } from '../../ui/api/directories.js';
import { StateTag } from '../../ui/components/small.js';
import type { MappingState } from '../../ui/imports/mapping.js';
import { ClientSelect } from '../clients/ClientSelect.js';
import { useSettingLabel } from '../clients/setting-labels.js';
import { settingSections } from '../settings/editors.js';
import type { ImportView } from './OneImport.js';
import { targetGroups } from './targets.js';

const IGNORE = '-';

export function MappingEditor({ view, mapping }: { view: ImportView; mapping: MappingState }) {
  const { t } = useTranslation('imports');
  const label = useSettingLabel();
  const attributes = useDirectory('attributes');
  const options = useMemo(() => [
    { label: t('target.nothing'), options: [{ value: IGNORE, label: t('target.ignore') }] },
    ...targetGroups.map(([name, targets]) => ({ label: t(`targets.${name}`), options: targets.map((target) => ({ value: target as string, label: t(`target.${target}`) })) })),
    { label: t('targets.settings'), options: settingSections.flatMap(([, keys]) => keys).map((key) => ({ value: `settings.${key}`, label: label(key) })) },
    ...((attributes.data?.items.length ?? 0) > 0 ? [{ label: t('targets.attributes'), options: (attributes.data?.items ?? []).map(({ id, name }) => ({ value: `settings.attribute.${id}`, label: name })) }] : []),
  ], [t, label, attributes.data]);
  const named = mapping.has('name') || mapping.has('path');
  return (
    <div className="mapping">
      <section className="panel mapping-columns" aria-label={t('mapping.columns')}>
        <h2>{t('mapping.columns')}</h2>
        {!named && <StateTag tone="cannot">{t('mapping.noName')}</StateTag>}
        <table>
          <thead><tr><th scope="col">{t('mapping.column')}</th><th scope="col">{t('mapping.samples')}</th><th scope="col">{t('mapping.target')}</th></tr></thead>
          <tbody>
            {view.columns.map(({ index, name, samples }) => {
              const target = mapping.targetOf(index);
              return (
                <tr key={index}>
                  <th scope="row" className="clip" title={name}>{name}</th>
                  <td className="soft samples" title={samples.join('\n')}>{[...new Set(samples)].slice(0, 3).map((sample) => <span key={sample} className="clip">{sample}</span>)}</td>
                  <td>
                    <Select
                      aria-label={t('mapping.targetOf', { column: name })} style={{ width: '100%' }} showSearch={{ optionFilterProp: 'label' }} value={target ?? IGNORE} options={options} status={target && mapping.twice.has(target) ? 'error' : ''}
                      onChange={(next: string) => mapping.setTarget(index, next === IGNORE ? undefined : next)} listHeight={320}
                    />
                    {target && mapping.twice.has(target) && <div className="cannot">{t('mapping.twice')}</div>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <Reading mapping={mapping} hasPath={mapping.has('path')} />
    </div>
  );
}

function Reading({ mapping, hasPath }: { mapping: MappingState; hasPath: boolean }) {
  const { t } = useTranslation('imports');
  const { options } = mapping.input;
  const choice = (name: keyof ImportOptions, values: readonly string[], usual: string) => (
    <Form.Item label={t(`option.${name}`)} htmlFor={`option-${name}`}>
      <Select
        id={`option-${name}`} aria-label={t(`option.${name}`)} value={(options[name] as string | undefined) ?? usual} options={values.map((value) => ({ value, label: t(`value.${name}.${value}`) }))}
        onChange={(next: string) => mapping.setOptions({ [name]: next === usual ? undefined : next })}
      />
    </Form.Item>
  );
  return (
    <section className="panel mapping-options" aria-label={t('mapping.reading')}>
      <h2>{t('mapping.reading')}</h2>
      <Form layout="vertical" component={false}>
        <Form.Item label={t('option.parentId')} htmlFor="option-parent" extra={t('option.parentHint')}>
          <ClientSelect id="option-parent" label={t('option.parentId')} placeholder={t('option.noParent')} value={options.parentId ?? null} onChange={(client) => mapping.setOptions({ parentId: client?.id ?? null })} />
        </Form.Item>
        {choice('kind', ['auto', 'organisation', 'department', 'employee', 'person'], 'auto')}
        {hasPath && (
          <>
            <Form.Item label={t('option.pathSeparator')} htmlFor="option-separator"><Input id="option-separator" maxLength={10} style={{ width: 90 }} placeholder="/" value={options.pathSeparator ?? ''} onChange={(event) => mapping.setOptions({ pathSeparator: event.target.value || undefined })} /></Form.Item>
            <Form.Item><Checkbox checked={options.pathIncludesName === true} onChange={({ target }) => mapping.setOptions({ pathIncludesName: target.checked || undefined })}>{t('option.pathIncludesName')}</Checkbox></Form.Item>
          </>
        )}
        {choice('emptyCells', ['leave', 'clear'], 'leave')}
        {choice('dates', ['dmy', 'mdy'], 'dmy')}
        <Form.Item label={t('option.phoneCountry')} htmlFor="option-country" extra={t('option.phoneCountryHint')}>
          <Input id="option-country" maxLength={2} style={{ width: 90 }} placeholder="RU" value={options.phoneCountry ?? ''} onChange={(event) => mapping.setOptions({ phoneCountry: event.target.value.toUpperCase() || undefined })} />
        </Form.Item>
        <Form.Item><Checkbox checked={options.phonesIdentifyCaller !== false} onChange={({ target }) => mapping.setOptions({ phonesIdentifyCaller: target.checked ? undefined : false })}>{t('option.phonesIdentifyCaller')}</Checkbox></Form.Item>
        <Form.Item><Checkbox checked={options.stripParentName === true} onChange={({ target }) => mapping.setOptions({ stripParentName: target.checked || undefined })}>{t('option.stripParentName')}</Checkbox></Form.Item>
      </Form>
    </section>
  );
}
