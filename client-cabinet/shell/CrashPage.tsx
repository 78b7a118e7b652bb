// A part of the cabinet that failed, with the ways out of it.
import { useTranslation } from 'react-i18next';
import { useNavigate, useRouteError } from 'react-router';
import { Crash } from '../../src/ui/components/Crash.js';

/** Of a route. The frame around it stays, and any other section opens. */
export function FailedRoute() {
  const navigate = useNavigate();
  return <Failed error={useRouteError()} onBack={() => void navigate('/')} />;
}

export function Failed({ error, onBack = () => location.assign('/cabinet/') }: { error: unknown; onBack?(): void }) {
  const { t } = useTranslation();
  return (
    <Crash error={error}>
      <button type="button" className="main-button" onClick={() => location.reload()}>{t('crash.reload')}</button>
      <button type="button" className="quiet-button" onClick={onBack}>{t('crash.back')}</button>
    </Crash>
  );
}
