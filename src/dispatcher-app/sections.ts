// The sections of the top bar beside the clients, each in a bundle of its own. A section is a folder with its page.
import type { ComponentType } from 'react';
import type { Right } from '../contract/rights.js';

export interface Section {
  path: string;
  /** Without this right the section is not shown. */
  right: Right;
  load(): Promise<{ default: ComponentType }>;
}

export const sections: readonly Section[] = [
  { path: 'orders', right: 'order.manage', load: () => import('./orders/OrdersPage.js') },
  { path: 'money', right: 'balance.see', load: () => import('./money/MoneyPage.js') },
  { path: 'directories', right: 'client.view', load: () => import('./directories/DirectoriesPage.js') },
  { path: 'imports', right: 'import.run', load: () => import('./imports/ImportsPage.js') },
  { path: 'reports', right: 'balance.see', load: () => import('./reports/ReportsPage.js') },
  { path: 'history', right: 'history.see', load: () => import('./history/HistoryPage.js') },
  { path: 'messages', right: 'client.view', load: () => import('./messages/MessagesPage.js') },
];
