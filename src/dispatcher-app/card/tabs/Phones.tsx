// Tab 4: the client's own numbers, one line each; at most one is the main one.
import { DeleteOutlined, MessageOutlined, PhoneOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Radio, Tooltip } from 'antd';
import { Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhoneInput } from '../../../contract/clients.js';
import { formatPhone } from '../../../ui/format/phone.js';
import { useClientActions } from '../../clients/use-client-actions.js';
import { useSession } from '../../session.js';
import { useCard } from '../card-context.js';
import { FieldRow, SwitchField } from '../fields.js';
import { ClientMessages, NewMailing } from '../ClientMessages.js';
import { Section } from './General.js';

export default function Phones() {
  const { t } = useTranslation('card');
  const { card } = useCard();
  return (
    <div className="card-sections">
      <Section title={t('tab.phones')} wide>
        <PhoneGrid />
        {card.hasChildren && <p className="soft small">{t('phones.ownOnly')}</p>}
      </Section>
      <Section title={t('phones.consent')}><SwitchField path="useSms" /><SwitchField path="useCalls" /></Section>
      <Section title={t('phones.messages')}><ClientMessages /></Section>
    </div>
  );
}

export function PhoneGrid() {
  const { t } = useTranslation('card');
  const { value, put, readOnly, errorAt, card } = useCard();
  const table = useRef<HTMLTableElement>(null);
  const phones = value<PhoneInput[]>('phones') ?? [];
  const write = (index: number, part: Partial<PhoneInput>) => put('phones', phones.map((phone, at) => (at === index ? { ...phone, ...part } : part.main ? { ...phone, main: false } : phone)));
  const add = () => {
    put('phones', [...phones, { number: '', main: phones.length === 0, useForCalls: true, identifiesCaller: true }]);
    setTimeout(() => table.current?.querySelector<HTMLInputElement>('tr:last-child input')?.focus(), 0);
  };
  const remove = (index: number) => {
    const rest = phones.filter((_phone, at) => at !== index);
    const first = rest[0];
    // Numbers without a main one would leave the driver without a number to call.
    put('phones', phones[index]?.main && first ? [{ ...first, main: true }, ...rest.slice(1)] : rest);
  };
  return (
    <FieldRow path="phones" label={t('field.phones')} group>
      {() => (
        <div className="column grow">
          {phones.length === 0 && <span className="soft">{t('phones.none')}</span>}
          {phones.length > 0 && (
            <table ref={table} className="plain-table phones">
              <thead><tr><th scope="col">{t('phones.number')}</th><th scope="col">{t('phones.main')}</th><th scope="col">{t('phones.useForCalls')}</th><th scope="col">{t('phones.identifiesCaller')}</th><th scope="col"><span className="visually-hidden">{t('acts')}</span></th></tr></thead>
              <tbody>
                {phones.map((phone, index) => {
                  const name = phone.number || t('phones.newNumber');
                  const error = errorAt(`phones/${index}/number`) ?? errorAt(`phones/${index}`);
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a number being typed has no identity but its place
                    <tr key={index}>
                      <td>
                        <Input aria-label={t('phones.number')} aria-invalid={error !== undefined} type="tel" disabled={readOnly} status={error ? 'error' : ''} value={phone.number} onChange={(event) => write(index, { number: event.target.value })} />
                        {error ? <div role="alert" className="cannot">{error}</div> : <div className="soft small number">{formatPhone(phone.number) !== phone.number && formatPhone(phone.number)}</div>}
                      </td>
                      <td><Radio checked={phone.main === true} disabled={readOnly} aria-label={`${t('phones.main')}: ${name}`} onChange={() => write(index, { main: true })} /></td>
                      <td><Checkbox checked={phone.useForCalls !== false} disabled={readOnly} aria-label={`${t('phones.useForCalls')}: ${name}`} onChange={(event) => write(index, { useForCalls: event.target.checked })} /></td>
                      <td><Checkbox checked={phone.identifiesCaller === true} disabled={readOnly} aria-label={`${t('phones.identifiesCaller')}: ${name}`} onChange={(event) => write(index, { identifiesCaller: event.target.checked })} /></td>
                      <td>
                        <div className="row">
                          <Tooltip title={t('phones.call')}><Button type="text" href={`tel:${phone.number.replace(/[^\d+]/g, '')}`} icon={<PhoneOutlined />} aria-label={`${t('phones.call')}: ${name}`} /></Tooltip>
                          <WriteTo phone={phone.number} />
                          {!readOnly && <Button type="text" icon={<DeleteOutlined />} aria-label={t('phones.remove', { number: name })} onClick={() => remove(index)} />}
                        </div>
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          )}
          {!readOnly && <div><Button icon={<PlusOutlined />} onClick={add}>{t('phones.add')}</Button></div>}
          {card.deleted && <div className="soft small">{t('phones.deleted')}</div>}
        </div>
      )}
    </FieldRow>
  );
}

/** By SMS, to a number that is saved. */
function WriteTo({ phone }: { phone: string }) {
  const { t } = useTranslation('card');
  const { can } = useSession();
  const { id, at, card } = useCard();
  const { done } = useClientActions();
  const [writing, setWriting] = useState(false);
  if (at !== null || card.deleted || !can('message.send') || !card.phones.some(({ number }) => number === phone)) return null;
  return (
    <>
      <Tooltip title={t('phones.write')}><Button type="text" icon={<MessageOutlined />} aria-label={`${t('phones.write')}: ${phone}`} onClick={() => setWriting(true)} /></Tooltip>
      {writing && <Suspense fallback={null}><NewMailing clientId={id} phone={phone} onClose={() => setWriting(false)} onSent={() => { setWriting(false); done(t('messages.queued')); }} /></Suspense>}
    </>
  );
}
