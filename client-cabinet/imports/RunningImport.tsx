import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOperation } from '../../src/ui/api/hooks.js';
import { isRunning } from '../../src/ui/imports/states.js';

/** An import that was left while it runs is found again where its people appear. */
export function RunningImport() {
  const { t } = useTranslation('imports');
  const { data } = useOperation('cabinetListImports', { limit: 1 }, { watch: ['import'] });
  const last = data?.items[0];
  if (!last || !isRunning(last.state)) return null;
  return <Link className="note-box look-box" to={`/people/imports/${last.id}`}>{last.fileName}: {t(`state.${last.state}`)}</Link>;
}
