// Addresses below /cabinet/. Every screen is a bundle of its own: a phone loads what it shows.
import { type ComponentType, lazy, Suspense } from 'react';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { CrashBoundary } from '../src/ui/components/Crash.js';
import { SessionProvider, useSession } from './session.js';
import { sections } from './sections.js';
import { Failed, FailedRoute } from './shell/CrashPage.js';
import { Opening } from './shell/Opening.js';
import { NoSuchPage, Shell } from './shell/Shell.js';

const History = lazy(() => import('./history/HistoryPage.js'));
const AgreementGate = lazy(() => import('./shell/AgreementGate.js'));
const Profile = lazy(() => import('./profile/ProfilePage.js'));

function opened(Page: ComponentType) {
  return <Suspense fallback={<Opening />}><Page /></Suspense>;
}

const router = createBrowserRouter(
  [
    {
      path: '/',
      element: <Shell />,
      errorElement: <FailedRoute />,
      children: [
        ...sections.map(({ path, load }) => {
          const Page = lazy(load);
          return { ...(path === '' ? { index: true as const } : { path: `${path}/*` }), element: opened(Page), errorElement: <FailedRoute /> };
        }),
        { path: 'profile', element: opened(Profile), errorElement: <FailedRoute /> },
        { path: 'history', element: opened(History), errorElement: <FailedRoute /> },
        { path: '*', element: <NoSuchPage /> },
      ],
    },
  ],
  { basename: '/cabinet' },
);

export function App() {
  return (
    <CrashBoundary show={(error) => <Failed error={error} />}>
      <SessionProvider>
        <Inside />
      </SessionProvider>
    </CrashBoundary>
  );
}

function Inside() {
  const { me } = useSession();
  return me.mustAccept ? opened(AgreementGate) : <RouterProvider router={router} />;
}
