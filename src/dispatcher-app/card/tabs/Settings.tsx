// Tab 2: terms, and the passwords of the client.
import { App, Button, Input, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../../../ui/api/hooks.js';
import { StateTag } from '../../../ui/components/small.js';
import { useClientActions } from '../../clients/use-client-actions.js';
import { useCard } from '../card-context.js';
import { TextField } from '../fields.js';
import { NeedsOwnAccount } from '../NeedsOwnAccount.js';
import { SettingRow } from '../SettingRow.js';
import { Section } from './General.js';

export default function Settings() {
  const { t } = useTranslation('card');
  const { value } = useCard();
  const own = value<boolean>('usesOwnAccount');
  return (
    <div className="card-sections">
      <Section title={t('settings.terms')} wide>
        {['tariff', 'tariffShift', 'discount', 'cashForbidden', 'exchange', 'mobileApp'].map((key) => <SettingRow key={key} settingKey={key} />)}
      </Section>
      <Section title={t('settings.prizes')} wide>
        {own ? <SettingRow settingKey="prizeEvery" /> : <NeedsOwnAccount what="prizes" />}
        <SettingRow settingKey="prizeTariff" />
        <SettingRow settingKey="prizeDiscount" />
      </Section>
      <Section title={t('settings.access')}>
        <TextField path="apiLogin" hint={t('settings.apiLoginHint')} />
        <ApiAccess />
      </Section>
      <div>
        <Section title={t('settings.orderPassword')}><OrderPassword /></Section>
        <Section title={t('settings.terminal')}>
          {own ? <><TextField path="terminalAccount" hint={t('settings.codeHint')} /><TextField path="referralCode" hint={t('settings.codeHint')} /></> : <NeedsOwnAccount what="terminal" />}
        </Section>
      </div>
    </div>
  );
}

/** Shown this once: only a hash is kept. */
function useShowSecret() {
  const { modal } = App.useApp();
  const { t } = useTranslation('card');
  return (secret: string) => void modal.info({ title: t('settings.secretTitle'), content: <div className="column"><Typography.Text copyable code className="secret">{secret}</Typography.Text><span className="soft">{t('settings.secretOnce')}</span></div> });
}

function OrderPassword() {
  const { t } = useTranslation('card');
  const live = useLive();
  const { card, readOnly } = useCard();
  const { done, fail } = useClientActions();
  const showSecret = useShowSecret();
  const [typed, setTyped] = useState('');
  const set = async (password?: string) => {
    try {
      const { generated } = await live.call('setOrderPassword', { id: card.id }, password === undefined ? {} : { password });
      setTyped('');
      if (generated !== null) showSecret(generated);
      else done(t('settings.orderPasswordSet'));
    } catch (error) {
      fail(error);
    }
  };
  const clear = () => live.call('clearOrderPassword', { id: card.id }).then(() => done(t('settings.orderPasswordCleared')), fail);
  return (
    <div className="column">
      <div>{card.hasOrderPassword ? <StateTag tone="look">{t('settings.orderPasswordNeeded')}</StateTag> : <span className="soft">{t('settings.orderPasswordNone')}</span>}</div>
      {!readOnly && (
        <form className="row wrap" onSubmit={(event) => { event.preventDefault(); void set(typed); }}>
          <Input.Password aria-label={t('settings.newOrderPassword')} placeholder={t('settings.newOrderPassword')} autoComplete="new-password" style={{ width: 270 }} value={typed} minLength={4} maxLength={64} onChange={(event) => setTyped(event.target.value)} />
          <Button htmlType="submit" disabled={typed.length < 4}>{t('settings.set')}</Button>
          <Button onClick={() => void set()}>{t('settings.generate')}</Button>
          {card.hasOrderPassword && <Button danger onClick={() => void clear()}>{t('settings.clear')}</Button>}
        </form>
      )}
    </div>
  );
}

function ApiAccess() {
  const { t } = useTranslation('card');
  const live = useLive();
  const { card, readOnly, isChanged } = useCard();
  const { done, fail } = useClientActions();
  const showSecret = useShowSecret();
  const [typed, setTyped] = useState('');
  const set = async (body: { password: string } | { generate: true }) => {
    try {
      const { generated } = await live.call('setApiPassword', { id: card.id }, body);
      setTyped('');
      if (generated !== null) showSecret(generated);
      else done(t('settings.apiPasswordSet'));
    } catch (error) {
      fail(error);
    }
  };
  const send = async () => {
    try {
      const { channel, recipient } = await live.call('sendApiAccess', { id: card.id });
      done(t(channel === 'email' ? 'settings.linkMailed' : 'settings.linkTexted', { recipient }));
    } catch (error) {
      fail(error);
    }
  };
  return (
    <div className="column">
      <div>{card.hasApiPassword ? <StateTag tone="fine">{t('settings.apiPasswordIs')}</StateTag> : <span className="soft">{t('settings.apiPasswordNone')}</span>}</div>
      {!readOnly && (
        <>
          <form className="row wrap" onSubmit={(event) => { event.preventDefault(); void set({ password: typed }); }}>
            <Input.Password aria-label={t('settings.newApiPassword')} placeholder={t('settings.newApiPassword')} autoComplete="new-password" style={{ width: 270 }} value={typed} onChange={(event) => setTyped(event.target.value)} />
            <Button htmlType="submit" disabled={typed.length < 8}>{t('settings.set')}</Button>
            <Button onClick={() => void set({ generate: true })}>{t('settings.generate')}</Button>
          </form>
          <div className="row wrap">
            <Button type="primary" disabled={!card.apiLogin || isChanged('apiLogin')} onClick={() => void send()}>{t('settings.sendAccess')}</Button>
            <span className="soft small">{!card.apiLogin || isChanged('apiLogin') ? t('settings.sendNeedsLogin') : t('settings.sendHint')}</span>
          </div>
        </>
      )}
    </div>
  );
}
