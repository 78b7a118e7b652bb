import { LoadingOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { ImportState } from '../../contract/imports.js';
import { StateTag } from '../../ui/components/small.js';
import { isRunning, stateTones } from '../../ui/imports/states.js';

export function ImportStateTag({ state }: { state: ImportState }) {
  const { t } = useTranslation('imports');
  return <StateTag tone={stateTones[state]} {...(isRunning(state) && { icon: <LoadingOutlined /> })}>{t(`state.${state}`)}</StateTag>;
}
