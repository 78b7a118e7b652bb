import { useTranslation } from 'react-i18next';
import type { Result } from '../../src/ui/api/operations.js';
import { useTimes } from './times.js';

type Agreement = NonNullable<Result<'cabinetGetAgreement'>['agreement']>;

export function AgreementText({ agreement: { number, publishedAt, texts } }: { agreement: Agreement }) {
  const { t, i18n } = useTranslation('person');
  const { date } = useTimes();
  const language = i18n.language as keyof typeof texts;
  return (
    <>
      <p className="soft small">{t('agreement.version', { number, date: date(publishedAt) })}</p>
      <div className="agreement-text" lang={language}>
        {/* biome-ignore lint/suspicious/noArrayIndexKey: a text does not change its paragraphs */}
        {texts[language].trim().split(/\n\s*\n/).map((paragraph, index) => <p key={index}>{paragraph}</p>)}
      </div>
    </>
  );
}
