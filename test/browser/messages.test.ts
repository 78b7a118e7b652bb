import { expect } from 'chai';
import { systemActor } from '../../src/auth/actor.js';
import { showOperatorMessage } from '../../src/integrations/operator-messages.js';
import { sendWaitingMessages } from '../../src/messages/sender.js';
import { expectAccessible, expectQuiet, keepPicture, openScreen, } from '../support/browser.js';
import { useScreens } from '../support/screens.js';

describe('Screen of the messages (S-13)', function () {
  this.timeout(60_000);
  const { server, screen } = useScreens();
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await server.get().call(method, path, body);
    expect(answer.status, JSON.stringify(answer.body)).to.be.below(300);
    return answer.body;
  };

  before(async () => {
    const { id: groupId } = await call('POST', '/groups', { name: 'Regulars', type: 'legal' });
    const { id } = await call('POST', '/clients', { name: 'Firm', groupId, phones: [{ number: '+7 916 000-00-01', main: true }] });
    await call('POST', '/clients', { name: 'Clerk', parentId: id, phones: [{ number: '+7 916 000-00-02', main: true }] });
    await call('POST', '/clients', { name: 'Without a phone', parentId: id });
    await call('POST', '/mailing-texts', { name: 'Office closed', body: '{name}, the office is closed.' });
  });

  it('writes to a group with everybody below: counted before, begun with a kept text, followed until it is delivered, tried again', async () => {
    const page = await screen.open({ at: '/messages' });
    await page.getByText('No messages yet').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Insert');
    const dialog = page.getByRole('dialog', { name: 'New message' });
    await dialog.getByText('A group').click();
    await dialog.getByRole('combobox', { name: 'A group' }).click();
    await page.keyboard.type('Regulars');
    await page.keyboard.press('Enter');
    await dialog.getByText('1 recipient.').waitFor();
    await dialog.getByRole('checkbox', { name: 'and everybody below' }).check();
    await dialog.getByText('2 recipients. 1 client cannot be reached this way').waitFor();
    await dialog.getByRole('combobox', { name: 'Begin with a kept text' }).click();
    await page.getByTitle('Office closed').click();
    await expectAccessible(page);
    await keepPicture(page, 'messages-new');
    await dialog.getByRole('button', { name: 'Send to 2' }).click();
    await page.waitForURL(/mailing=\d+/);
    await page.locator('.mailing').getByText('0/2').waitFor();
    await page.locator('.mailing').getByText('+79160000002').waitFor();
    let refuse = true;
    const send = () => sendWaitingMessages(server.get().context.db, {
      email: null,
      sms: async ({ recipient }) => {
        if (refuse && recipient === '+79160000002') throw Object.assign(new Error('broken'), {});
      },
    });
    await send();
    await page.locator('.mailing').getByText('1/2').waitFor();
    refuse = false;
    await server.get().context.db.prisma.message.updateMany({ where: { status: 'waiting' }, data: { status: 'failed', lastError: 'The SMS gateway cannot be reached.' } });
    await page.locator('.mailing').getByText('The SMS gateway cannot be reached.').first().waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.locator('.mailing').getByText('Waiting').first().waitFor();
    await send();
    await page.locator('.mailing').getByText('2/2').waitFor();
    await keepPicture(page, 'messages-sent');
    expectQuiet(screen);
  });

  it('lists messages by state, in Russian and dark; who may not write sees no button for it', async () => {
    const page = await screen.open({ at: '/messages?status=sent', language: 'ru', scheme: 'dark', rights: ['client.view'] });
    await page.locator('.grid-row').getByText('Clerk, the office is closed.').waitFor();
    expect(await page.getByRole('button', { name: 'Новое сообщение' }).count()).to.equal(0);
    await expectAccessible(page);
    await keepPicture(page, 'messages-ru');
    expectQuiet(screen);
  });

  it('shows what integrations tell operators, on the screens of those whom it is for; what is to stay stays over a reload until it is closed', async () => {
    const { id: clientId } = (await call('GET', '/clients')).items[0];
    const { user } = await call('GET', '/sessions/current');
    const tell = (more: object) => server.get().context.db.transaction((tx) => showOperatorMessage(tx, systemActor('Telephone exchange', 'commonApi'), {
      kind: 'warning', header: null, text: 'Line 2 is down', timeoutSeconds: 0, color: null, operatorIds: null, clientId: null, orderId: null, ...more,
    }));
    const page = await screen.open({ at: '/orders' });
    await page.locator('.line-sign.live').waitFor();
    const other = await openScreen(server.get(), { at: '/clients', rights: ['client.view'], language: 'ru' });
    await other.page.locator('.line-sign.live').waitFor();
    await tell({});
    const first = page.getByRole('article', { name: 'Warning' });
    await first.getByText('Line 2 is down').waitFor();
    await first.getByText('Telephone exchange').waitFor();
    await other.page.getByRole('article', { name: 'Внимание' }).waitFor();
    await tell({ kind: 'information', header: 'VIP', text: 'Waits at gate 5', color: '#aa00ff', clientId, operatorIds: [user.id] });
    await page.getByRole('article', { name: 'VIP' }).waitFor();
    await tell({ kind: 'confirmation', header: 'Short', text: 'Two seconds', timeoutSeconds: 2 });
    await other.page.getByRole('article', { name: 'Short' }).waitFor();
    await other.page.getByRole('article', { name: 'Short' }).waitFor({ state: 'detached' });
    expect(await other.page.getByRole('article', { name: 'VIP' }).count(), 'not for this one').to.equal(0);
    await expectAccessible(page);
    await keepPicture(page, 'operator-messages');
    await first.getByRole('button', { name: 'Close' }).click();
    await first.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('article', { name: 'VIP' }).getByRole('button', { name: 'Open the card' }).click();
    await page.waitForURL(new RegExp(`card=${clientId}`));
    expect(await first.count(), 'was closed here').to.equal(0);
    await page.goto(new URL('/messages?tab=shown', server.get().url).toString());
    const again = page.locator('.shown-messages');
    await again.getByRole('article', { name: 'Warning' }).getByText('Line 2 is down').waitFor();
    expect(await again.getByRole('article').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label'))), 'newest first').to.deep.equal(['Short', 'VIP', 'Warning']);
    await tell({ kind: 'error', header: 'Live', text: 'Comes in at once', timeoutSeconds: 1 });
    await again.getByRole('article', { name: 'Live' }).waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'shown-messages');
    await other.page.goto(new URL('/messages?tab=shown', server.get().url).toString());
    await other.page.locator('.shown-messages').getByRole('article', { name: 'Внимание' }).waitFor();
    expect(await other.page.locator('.shown-messages').getByRole('article', { name: 'VIP' }).count(), 'not for this one').to.equal(0);
    expectQuiet(screen);
    await other.close();
  });
});
