// Addresses below /cabinet/. Every screen is a bundle of its own: a phone loads what it shows.
import { type ComponentType, lazy, Suspense } from 'react';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { SessionProvider, useSession } from './session.js';
import { sections } from './sections.js';
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
      children: [
        ...sections.map(({ path, load }) => {
          const Page = lazy(load);
          return path === '' ? { index: true as const, element: opened(Page) } : { path: `${path}/*`, element: opened(Page) };
        }),
        { path: 'profile', element: opened(Profile) },
        { path: 'history', element: opened(History) },
        { path: '*', element: <NoSuchPage /> },
      ],
    },
  ],
  { basename: '/cabinet' },
);

export function App() {
  return (
    <SessionProvider>
      <Inside />
    </SessionProvider>
  );
}

function Inside() {
  const { me } = useSession();
  return me.mustAccept ? opened(AgreementGate) : <RouterProvider router={router} />;
}
