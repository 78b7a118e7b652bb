// Who did something, where nobody did: the service's own doings are written in English and said in the reader's language.
import { useTranslation } from 'react-i18next';

const known: readonly (readonly [key: string, form: RegExp])[] = [
  ['daily', /^daily order (.+)$/], ['rule', /^rule "(.+)"$/], ['scheduled', /^scheduled by (.+)$/], ['transitions', /^group transitions$/], ['retention', /^retention$/],
  ['link', /^one-time link$/], ['gateway', /^payment gateway$/], ['topUps', /^top-ups$/], ['start', /^start$/],
];

export function useActorName(): (name: string) => string {
  const { t } = useTranslation('history');
  return (name) => {
    for (const [key, form] of known) {
      const found = form.exec(name);
      if (found) return t(`actor.${key}`, { of: found[1] ?? '' });
    }
    return name;
  };
}
