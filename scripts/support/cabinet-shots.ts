// Pictures of the client's own screen, on a phone and on a desktop: in light an English-speaking group of hotels, in dark a
// Russian chain of shops, each signed in with a password of its own.
import type { Browser, Page } from 'playwright-core';
import { cabinetRights } from '../../src/contract/rights.js';
import { settled } from './settled.js';

/** The first steps are shown once. */
const HINT_MS = 1_500;
const SIZES = [['phone', { width: 390, height: 844 }], ['desktop', { width: 1280, height: 800 }]] as const;
/** Of the demo directory, whose ids are the same each time. */
const LOOKS = [['light', 'en-GB', 138], ['dark', 'ru-RU', 1]] as const;
const PASSWORD = 'a quiet morning';
const PAGES = { home: '/', order: '/orders/new', orders: '/orders?tab=finished', people: '/people', money: '/money', reports: '/reports?by=unit' };

type Api = (method: string, path: string, body?: unknown) => Promise<{ id: number; token: string; items: { id: number; name: string }[] }>;

export async function takeCabinetShots(browser: Browser, url: string, take: (page: Page, name: string) => Promise<void>): Promise<void> {
  const { token } = await apiWith(url, null)('POST', '/sessions', { login: 'admin', password: 'admin' });
  const service = apiWith(url, token);
  for (const [scheme, locale, id] of LOOKS) {
    const session = await openCabinet(url, service, id);
    for (const [size, viewport] of SIZES) {
      const window = await browser.newContext({ viewport, colorScheme: scheme, locale, reducedMotion: 'reduce' });
      await window.addCookies([{ name: 'treeline_cabinet', value: session, url, httpOnly: true, sameSite: 'Strict' }]);
      const page = await window.newPage();
      for (const [name, at] of Object.entries(PAGES)) {
        await page.goto(`${url}/cabinet${at}`);
        await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
        await settled(page);
        if (name === 'home') await page.getByRole('button', { name: /Got it|Понятно/ }).click({ timeout: HINT_MS }).catch(() => undefined);
        await take(page, `cabinet-${name}-${size}-${scheme}`);
      }
      await window.close();
    }
  }
}

/** Gives the client a login, all rights, and a ride that is on its way; its session. */
async function openCabinet(url: string, service: Api, id: number): Promise<string> {
  const login = `demo-${id}`;
  await service('PATCH', `/clients/${id}`, { apiLogin: login });
  await service('PUT', `/clients/${id}/api-password`, { password: PASSWORD });
  for (const right of cabinetRights) await service('PUT', `/clients/${id}/settings/${right}`, { value: 'allow' });
  const { token } = await apiWith(url, null)('POST', '/cabinet/sessions', { login, password: PASSWORD });
  const cabinet = apiWith(url, token);
  const [unit] = (await cabinet('GET', `/cabinet/clients?parentId=${id}`)).items;
  const [rider] = (await cabinet('GET', `/cabinet/clients?parentId=${unit?.id}`)).items;
  const ride = await cabinet('POST', '/cabinet/orders', { clientId: rider?.id ?? id, addresses: [{ address: id === 1 ? 'ул. Складочная, 1' : '14 quai des Exemples' }, { address: id === 1 ? 'Аэропорт, терминал B' : 'Gare Part-Dieu' }] });
  await service('POST', `/orders/${ride.id}/state`, id === 1 ? { state: 'driverAssigned', driver: 'Семёнов Игорь', car: 'Белая Kia Rio, А123ВС' } : { state: 'carAtPlace', driver: 'Paul Martin', car: 'Grey Peugeot 508, AB-123-CD' });
  return token;
}

function apiWith(url: string, token: string | null): Api {
  return async (method, path, body) => {
    const response = await fetch(`${url}/api/v1${path}`, { method, headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : {};
  };
}
