import { useTranslation } from 'react-i18next';
import { type Named, PathNames } from '../../ui/components/small.js';
import { useCard } from './card-context.js';

/** D-15: what a client without an own account does not have is a sentence instead, with the way to who has it. */
export function NeedsOwnAccount({ what }: { what: string }) {
  const { t } = useTranslation('card');
  const { effective, onGo } = useCard();
  const payer = effective.payer?.value as Named | undefined;
  return <div className="needs-account row wrap"><span>{t('needsAccount.text', { what: t(`needsAccount.${what}`) })}</span>{payer && <PathNames path={[payer]} onGo={(unit) => onGo(unit.id)} />}</div>;
}
