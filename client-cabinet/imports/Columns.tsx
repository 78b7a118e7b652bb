import { useTranslation } from 'react-i18next';
import { StateTag } from '../../src/ui/components/plain.js';
import type { MappingState } from '../../src/ui/imports/mapping.js';
import type { Import } from './OneImport.js';

/** What each column of the file is: guessed by the server, shown with samples, corrected here. */
export function Columns({ view, mapping }: { view: Import; mapping: MappingState }) {
  const { t } = useTranslation('imports');
  return (
    <section className="sheet" aria-labelledby="columns">
      <h2 id="columns">{t('columns.title')}</h2>
      <p className="soft">{t('columns.hint')}</p>
      {!mapping.has('name') && !mapping.has('path') && <StateTag tone="cannot">{t('columns.noName')}</StateTag>}
      <ul className="import-columns">
        {view.columns.map(({ index, name, samples }) => {
          const target = mapping.targetOf(index) ?? '';
          const twice = mapping.twice.has(target);
          return (
            <li key={index}>
              <div className="column-said"><strong className="clip">{name}</strong><span className="soft small clip" title={samples.join('\n')}>{[...new Set(samples)].slice(0, 3).join(' · ')}</span></div>
              <div className="field">
                <select aria-label={t('columns.targetOf', { column: name })} aria-invalid={twice || undefined} value={target} onChange={(event) => mapping.setTarget(index, event.target.value || undefined)}>
                  <option value="">{t('columns.leaveOut')}</option>
                  {view.targets.filter((one) => one !== 'ignore').map((one) => <option key={one} value={one}>{t(`target.${one}`)}</option>)}
                </select>
                {twice && <p className="cannot">{t('columns.twice')}</p>}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
