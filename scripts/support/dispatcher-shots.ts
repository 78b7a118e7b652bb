// Pictures of every view of the dispatcher's screen: in light an English-speaking operator, in dark a Russian one.
import type { Browser, Page } from 'playwright-core';
import { settled } from './settled.js';

const LOOKS = [['light', 'en-GB'], ['dark', 'ru-RU']] as const;

interface Shot {
  name: string;
  at: string;
  /** What to do before the picture is taken. */
  prepare?: (page: Page) => Promise<void>;
}

/** What an employee inherits, and what a root says itself. */
const TABS_OF_EMPLOYEE = ['settings', 'notifications', 'attributes', 'bank', 'more', 'crewGroups', 'machinery', 'cabinet', 'addresses', 'history'];
const TABS_OF_ROOT = ['accounts', 'phones', 'statistics', 'settlements', 'crews', 'employees'];
const DIRECTORIES = ['tariffs', 'tariff-shifts', 'attributes', 'crew-groups', 'settlement-rules', 'operators', 'roles', 'group-transition-rules', 'agreements'];

const ROSTER = [
  'id;parent;employee;phone;town',
  'hq;;Harbour Logistics;+44 20 7946 0001;London',
  'east;hq;Eastern depot;;',
  'anna;east;Anna Whitfield;+44 20 7946 0017;',
  'omar;east;Omar Haddad;+44 20 7946 0018;',
  'boris;nowhere;Boris Lost;+44 20 7946 0019;',
  'nameless;east;;+44 20 7946 0020;',
].join('\n');

async function importRoster(page: Page): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name: 'harbour-logistics.csv', mimeType: 'text/csv', buffer: Buffer.from(ROSTER) });
  await page.waitForURL(/\/imports\/\d+$/);
  await page.getByRole('button', { name: /^(Dry run|Проверить)/ }).click();
  await page.locator('[aria-rowcount]').first().waitFor();
}

/** Of the demo directory, whose ids are the same each time. */
const shots: readonly Shot[] = [
  { name: 'clients', at: '/clients?client=5&parent=1&deep=1' },
  { name: 'search', at: '/clients', prepare: async (page) => page.getByRole('textbox', { name: /Search|Поиск/ }).fill('ghbvthjd') },
  { name: 'why', at: '/clients?client=5', prepare: async (page) => page.locator('.summary-pane .why-button').first().click() },
  { name: 'keys', at: '/clients?client=5', prepare: async (page) => page.keyboard.press('?') },
  { name: 'menu', at: '/clients?client=5&parent=1', prepare: async (page) => page.locator('.grid-row').nth(2).click({ button: 'right' }) },
  { name: 'delete', at: '/clients?client=1', prepare: deletePreview },
  { name: 'card', at: '/clients?client=5&card=5' },
  ...TABS_OF_EMPLOYEE.map((tab) => ({ name: `card-${tab}`, at: `/clients?client=5&card=5&tab=${tab}` })),
  ...TABS_OF_ROOT.map((tab) => ({ name: `card-${tab}`, at: `/clients?client=1&card=1&tab=${tab}` })),
  { name: 'order', at: '/orders/new?client=5' },
  { name: 'orders', at: '/orders' },
  { name: 'orders-finished', at: '/orders?tab=finished' },
  { name: 'orders-daily', at: '/orders?tab=daily' },
  { name: 'order-daily-new', at: '/orders/daily/new?client=5' },
  ...['operations', 'statement', 'invoices', 'budgets', 'topUps'].map((tab) => ({ name: tab === 'operations' ? 'money' : `money-${tab}`, at: `/money?client=1&tab=${tab}` })),
  { name: 'directories', at: '/directories' },
  ...DIRECTORIES.map((path) => ({ name: `directory-${path}`, at: `/directories/${path}` })),
  { name: 'import', at: '/imports', prepare: importRoster },
  { name: 'imports', at: '/imports' },
  ...['turnover', 'orders', 'ranking', 'debts', 'contracts'].map((report) => ({ name: report === 'turnover' ? 'reports' : `reports-${report}`, at: `/reports?report=${report}` })),
  { name: 'history', at: '/history' },
  { name: 'messages', at: '/messages' },
  { name: 'message-new', at: '/messages?new=1' },
];

async function deletePreview(page: Page): Promise<void> {
  await page.locator('.grid-row').first().focus();
  await page.keyboard.press('Delete');
}

export async function takeDispatcherShots(browser: Browser, url: string, take: (page: Page, name: string) => Promise<void>): Promise<void> {
  for (const [scheme, locale] of LOOKS) {
    const window = await browser.newContext({ viewport: { width: 1366, height: 768 }, colorScheme: scheme, locale, reducedMotion: 'reduce' });
    const page = await window.newPage();
    await page.goto(url);
    await page.waitForSelector('input[autocomplete=username]');
    await take(page, `sign-in-${scheme}`);
    await page.fill('input[autocomplete=username]', 'admin');
    await page.fill('input[autocomplete=current-password]', 'admin');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.grid-row');
    for (const { name, at, prepare } of shots) {
      await page.goto(`${url}${at}`);
      await settled(page);
      await prepare?.(page);
      await settled(page);
      await take(page, `${name}-${scheme}`);
    }
    await window.close();
  }
}
