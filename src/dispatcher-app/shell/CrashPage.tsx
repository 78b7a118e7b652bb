// A part of the screen that failed, with the ways out of it.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useRouteError } from 'react-router';
import { Crash } from '../../ui/components/Crash.js';

/** Of a route. The shell around it stays, and any other section opens. */
export function FailedRoute() {
  const navigate = useNavigate();
  return <Failed error={useRouteError()} onBack={() => void navigate('/clients')} />;
}

/** Of what is not inside of a route, or is closed rather than left. */
export function Failed({ error, onBack = () => location.assign('/clients') }: { error: unknown; onBack?(): void }) {
  const { t } = useTranslation();
  return (
    <Crash error={error}>
      <Button type="primary" onClick={() => location.reload()}>{t('crash.reload')}</Button>
      <Button onClick={onBack}>{t('crash.back')}</Button>
    </Crash>
  );
}
