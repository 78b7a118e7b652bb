// The sections of the bar, in its order. What the client has no right for is not in it (C-4).
import { BarChartOutlined, CarOutlined, HomeOutlined, TeamOutlined, WalletOutlined } from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { CabinetRight } from '../src/contract/rights.js';

export interface Section {
  /** '' is where one begins. */
  path: string;
  /** Shown with any of these; without a list to everybody. */
  rights?: readonly CabinetRight[];
  icon: ComponentType;
  load(): Promise<{ default: ComponentType }>;
}

export const sections: readonly Section[] = [
  { path: '', icon: HomeOutlined, load: () => import('./home/HomePage.js') },
  { path: 'orders', icon: CarOutlined, rights: ['right.currentOrders', 'right.finishedOrders', 'right.dailyOrders', 'right.driverReviews'], load: () => import('./orders/OrdersPage.js') },
  { path: 'people', icon: TeamOutlined, load: () => import('./people/PeoplePage.js') },
  { path: 'money', icon: WalletOutlined, load: () => import('./money/MoneyPage.js') },
  { path: 'reports', icon: BarChartOutlined, rights: ['right.finishedOrders'], load: () => import('./reports/ReportsPage.js') },
];
