// Times as the client's own zone has them (C-7). Only what the browser has by itself: this is in the first bundle.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLocale } from '../../src/ui/i18n/i18n.js';
import { useSession } from '../session.js';

export interface Times {
  /** 14:05, with the day where it is not today. */
  moment(at: string): string;
  /** 21 November 2026. */
  date(at: string): string;
}

export function useTimes(): Times {
  const { me: { timeZone } } = useSession();
  const { i18n: { language } } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the locale follows the language
  return useMemo(() => {
    const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(currentLocale(), { timeZone, ...options });
    const [time, day, long] = [format({ hour: '2-digit', minute: '2-digit' }), format({ day: 'numeric', month: 'short' }), format({ dateStyle: 'long' })];
    return {
      moment: (at) => {
        const instant = new Date(at);
        return day.format(instant) === day.format(new Date()) ? time.format(instant) : `${day.format(instant)}, ${time.format(instant)}`;
      },
      date: (at) => long.format(new Date(at)),
    };
  }, [timeZone, language]);
}
