import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportOptions } from '../../src/contract/imports.js';
import { useOperation } from '../../src/ui/api/hooks.js';
import type { MappingState } from '../../src/ui/imports/mapping.js';
import { useSession } from '../session.js';
import { PersonPick } from '../shell/PersonPick.js';
import { TextField } from '../shell/TextField.js';

/** How the file is read, and below whom its rows go. */
export function Reading({ mapping }: { mapping: MappingState }) {
  const { t } = useTranslation('imports');
  const { me } = useSession();
  const { options } = mapping.input;
  const parentId = options.parentId ?? me.id;
  const parent = useOperation('cabinetGetClient', { id: parentId }, { watch: [`client:${parentId}`] });
  return (
    <details className="sheet">
      <summary>{t('reading')}</summary>
      <PersonPick label={t('option.parentId')} hint={t('option.parentHint')} value={parent.data ?? me} onChange={(one) => mapping.setOptions({ parentId: one?.id ?? me.id })} />
      <Choice name="kind" values={['auto', 'department', 'employee']} mapping={mapping} />
      {mapping.has('path') && (
        <>
          <TextField label={t('option.pathSeparator')} value={options.pathSeparator ?? ''} placeholder="/" maxLength={10} autoComplete="off" onChange={(pathSeparator) => mapping.setOptions({ pathSeparator })} />
          <label className="check"><input type="checkbox" checked={options.pathIncludesName === true} onChange={({ target }) => mapping.setOptions({ pathIncludesName: target.checked })} />{t('option.pathIncludesName')}</label>
        </>
      )}
      <Choice name="emptyCells" values={['leave', 'clear']} mapping={mapping} />
      <Choice name="dates" values={['dmy', 'mdy']} mapping={mapping} />
    </details>
  );
}

/** The first value is the usual one, which is not said. */
function Choice({ name, values, mapping }: { name: 'kind' | 'emptyCells' | 'dates'; values: readonly [string, ...string[]]; mapping: MappingState }) {
  const { t } = useTranslation('imports');
  const id = useId();
  const [usual] = values;
  const value = (mapping.input.options as Partial<Record<keyof ImportOptions, string>>)[name];
  return (
    <div className="field">
      <label htmlFor={id}>{t(`option.${name}`)}</label>
      <select id={id} value={value ?? usual} onChange={({ target }) => mapping.setOptions({ [name]: target.value === usual ? undefined : target.value })}>
        {values.map((one) => <option key={one} value={one}>{t(`value.${name}.${one}`)}</option>)}
      </select>
    </div>
  );
}
