// Addresses. The address bar always leads back to the same view: filters and selection live in it.
import { lazy, Suspense } from 'react';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router';
import { ClientsPage } from './clients/ClientsPage.js';
import { SessionProvider } from './session.js';
import { NoSuchPage, Shell } from './shell/Shell.js';
import { sections } from './sections.js';

const router = createBrowserRouter([
  {
    path: '/',
    element: <Shell />,
    children: [
      { index: true, element: <Navigate to="/clients" replace /> },
      { path: 'clients', element: <ClientsPage /> },
      ...sections.map(({ path, load }) => {
        const Page = lazy(load);
        return { path: `${path}/*`, element: <Suspense fallback={<Opening />}><Page /></Suspense> };
      }),
      { path: '*', element: <NoSuchPage /> },
    ],
  },
]);

/** Shown after 300 ms only. */
function Opening() {
  return <div className="page late" aria-busy="true">{['40%', '85%', '60%', '75%'].map((width) => <div key={width} className="skeleton" style={{ width }} />)}</div>;
}

export function App() {
  return (
    <SessionProvider>
      <RouterProvider router={router} />
    </SessionProvider>
  );
}
