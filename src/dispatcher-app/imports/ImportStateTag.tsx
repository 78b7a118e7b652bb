import { LoadingOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { ImportState } from '../../contract/imports.js';
import { StateTag, type Tone } from '../../ui/components/small.js';

const tones: Record<ImportState, Tone> = { mapping: 'look', checking: 'look', checked: 'look', committing: 'look', committed: 'fine', undoing: 'look', undone: 'plain', cancelled: 'plain' };

export function isRunning(state: ImportState): boolean {
  return state === 'checking' || state === 'committing' || state === 'undoing';
}

export function ImportStateTag({ state }: { state: ImportState }) {
  const { t } = useTranslation('imports');
  return <StateTag tone={tones[state]} {...(isRunning(state) && { icon: <LoadingOutlined /> })}>{t(`state.${state}`)}</StateTag>;
}
