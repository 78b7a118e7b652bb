import { useTranslation } from 'react-i18next';
import type { ImportState as State } from '../../src/contract/imports.js';
import { StateTag } from '../../src/ui/components/plain.js';
import { isRunning, stateTones } from '../../src/ui/imports/states.js';

export function ImportState({ state }: { state: State }) {
  const { t } = useTranslation('imports');
  return <StateTag tone={stateTones[state]} {...(isRunning(state) && { icon: <span aria-hidden="true">⟳</span> })}>{t(`state.${state}`)}</StateTag>;
}
