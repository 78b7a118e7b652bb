// Tab 15: at most 30.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCard } from '../card-context.js';
import { FieldRow } from '../fields.js';
import { Section } from './General.js';

const MOST = 30;

interface Address {
  name?: string;
  address: string;
  comment?: string;
}

export default function Addresses() {
  const { t } = useTranslation('card');
  const { value, put, readOnly, errorAt } = useCard();
  const list = useRef<HTMLDivElement>(null);
  const addresses = value<Address[]>('favouriteAddresses') ?? [];
  const write = (index: number, part: Partial<Address>) => put('favouriteAddresses', addresses.map((each, at) => (at === index ? { ...each, ...part } : each)));
  const add = () => {
    put('favouriteAddresses', [...addresses, { address: '' }]);
    setTimeout(() => list.current?.querySelector<HTMLInputElement>('.address-line:last-of-type input')?.focus(), 0);
  };
  return (
    <div className="card-sections">
      <Section title={t('tab.addresses')} wide>
        <FieldRow path="favouriteAddresses" label={t('addresses.count', { count: addresses.length, most: MOST })} group>
          {() => (
            <div ref={list} className="column grow">
              {addresses.length === 0 && <span className="soft">{t('addresses.none')}</span>}
              {addresses.map((each, index) => {
                const error = errorAt(`favouriteAddresses/${index}/address`);
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: addresses have no identity but their place
                  <div key={index} className="address-line">
                    <Input aria-label={t('addresses.name', { number: index + 1 })} placeholder={t('addresses.namePlace')} disabled={readOnly} value={each.name ?? ''} onChange={(event) => write(index, { name: event.target.value })} />
                    <div><Input aria-label={t('addresses.address', { number: index + 1 })} placeholder={t('addresses.addressPlace')} status={error ? 'error' : ''} disabled={readOnly} value={each.address} onChange={(event) => write(index, { address: event.target.value })} />{error && <div role="alert" className="cannot">{error}</div>}</div>
                    <Input aria-label={t('addresses.comment', { number: index + 1 })} placeholder={t('addresses.commentPlace')} disabled={readOnly} value={each.comment ?? ''} onChange={(event) => write(index, { comment: event.target.value })} />
                    {!readOnly && <Button type="text" icon={<DeleteOutlined />} aria-label={t('addresses.remove', { number: index + 1 })} onClick={() => put('favouriteAddresses', addresses.filter((_each, at) => at !== index))} />}
                  </div>
                );
              })}
              {!readOnly && <div><Button icon={<PlusOutlined />} disabled={addresses.length >= MOST} onClick={add}>{t('addresses.add')}</Button></div>}
            </div>
          )}
        </FieldRow>
      </Section>
    </div>
  );
}
