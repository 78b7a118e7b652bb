// Addresses. The address bar always leads back to the same view: filters and selection live in it.
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router';
import type { Right } from '../contract/rights.js';
import { CrashBoundary } from '../ui/components/Crash.js';
import { Empty } from '../ui/components/small.js';
import { ClientsPage } from './clients/ClientsPage.js';
import { SessionProvider, useSession } from './session.js';
import { Failed, FailedRoute } from './shell/CrashPage.js';
import { NoSuchPage, Shell } from './shell/Shell.js';
import { sections } from './sections.js';

const router = createBrowserRouter([
  {
    path: '/',
    element: <Shell />,
    errorElement: <FailedRoute />,
    children: [
      { index: true, element: <Navigate to="/clients" replace /> },
      { path: 'clients', element: <ClientsPage />, errorElement: <FailedRoute /> },
      ...sections.map(({ path, right, load }) => {
        const Page = lazy(load);
        return { path: `${path}/*`, element: <Allowed right={right}><Suspense fallback={<Opening />}><Page /></Suspense></Allowed>, errorElement: <FailedRoute /> };
      }),
      { path: '*', element: <NoSuchPage /> },
    ],
  },
]);

/** An address that somebody else has sent may lead to where one has no right. */
function Allowed({ right, children }: { right: Right; children: ReactNode }) {
  const { t } = useTranslation();
  return useSession().can(right) ? children : <Empty title={t('noRight')}><p>{t('noRightHint')}</p></Empty>;
}

/** Shown after 300 ms only. */
function Opening() {
  return <div className="page late" aria-busy="true">{['40%', '85%', '60%', '75%'].map((width) => <div key={width} className="skeleton" style={{ width }} />)}</div>;
}

export function App() {
  return (
    <CrashBoundary show={(error) => <Failed error={error} />}>
      <SessionProvider>
        <RouterProvider router={router} />
      </SessionProvider>
    </CrashBoundary>
  );
}
