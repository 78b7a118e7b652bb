// Tab 9: crews by number or name; the passenger app feeds them too. Numbers that the directory does not know are kept: the dispatch system may.
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../../ui/api/directories.js';
import { useCard } from '../card-context.js';
import { FieldRow, useFieldLabel } from '../fields.js';
import { Section } from './General.js';

const MOST = 2_147_483_647;

export default function Crews() {
  const { t } = useTranslation('card');
  return (
    <div className="card-sections">
      <Section title={t('tab.crews')} wide>
        <CrewsField path="favouriteCrews" hint={t('crews.favouriteHint')} />
        <CrewsField path="unwantedCrews" hint={t('crews.unwantedHint')} />
      </Section>
    </div>
  );
}

function CrewsField({ path, hint }: { path: string; hint: ReactNode }) {
  const { t } = useTranslation('card');
  const label = useFieldLabel();
  const { value, put } = useCard();
  const crews = useDirectory('crews');
  const [typed, setTyped] = useState('');
  const chosen = value<number[]>(path);
  const known = new Map((crews.data?.items ?? []).map(({ id, number, name }) => [(number ?? id) as number, name]));
  const typedNumber = /^[1-9]\d{0,9}$/.test(typed.trim()) && Number(typed) <= MOST ? [Number(typed)] : [];
  const options = [...new Set([...typedNumber, ...chosen, ...known.keys()])].map((number) => ({ value: number, label: [`№ ${number}`, known.get(number)].filter(Boolean).join(' · ') }));
  return (
    <FieldRow path={path} label={label(path)} hint={hint}>
      {(control) => (
        <Select
          {...control} mode="multiple" value={chosen} options={options} style={{ width: '100%' }} notFoundContent={t('crews.notFound')} onChange={(next: number[]) => put(path, next)}
          showSearch={{ optionFilterProp: 'label', searchValue: typed, onSearch: setTyped }}
        />
      )}
    </FieldRow>
  );
}
