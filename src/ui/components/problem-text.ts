import { useTranslation } from 'react-i18next';
import type { CallError } from '../api/call-error.js';

/** What went wrong in plain words, by the error's code; the server's own sentence where it says more. */
export function useProblemText(): (error: CallError) => string {
  const { t, i18n } = useTranslation('errors');
  // The server speaks English: elsewhere the code's own text stands, and the server's sentence says more about this case.
  return ({ code, problem }) => (i18n.language === 'en' && problem.detail) || t(code, { keySeparator: false, defaultValue: problem.detail ?? problem.title ?? code });
}
