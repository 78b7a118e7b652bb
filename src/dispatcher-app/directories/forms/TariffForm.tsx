// What a ride costs, with an example that is worked out by the server's own function while one types (O-5).
import { Checkbox, Form, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Fare, farePrice } from '../../../orders/fare.js';
import { fromMinor } from '../../../lib/money.js';
import { useDirectory } from '../../../ui/api/directories.js';
import { AmountInput } from '../../../ui/components/MoneyInput.js';
import { formatMoney } from '../../../ui/format/money.js';
import { errorAt, SwitchField, TextField, useFormState } from '../fields.js';

const currencies = ['RUB', 'EUR', 'USD', 'CHF', 'GBP', 'KZT', 'BYN', 'AMD', 'UZS', 'KGS', 'GEL', 'AED', 'CNY', 'TRY'];
const amounts = ['minimum', 'perKmInTown', 'perKmOutOfTown', 'perMinute', 'waitingPerMinute'] as const;
const included = ['includedKm', 'includedMinutes'] as const;

export function TariffForm() {
  const { t } = useTranslation('directories');
  const { value, set, locked, errors } = useFormState();
  const carriers = useDirectory('carriers');
  const usual = (carriers.data?.items.find(({ isDefault }) => isDefault)?.currency as string | undefined) ?? 'RUB';
  const fare = value.fare as Fare | null;
  const put = (part: Partial<Record<keyof Fare, unknown>>) => set({ fare: Object.fromEntries(Object.entries({ ...fare, ...part }).filter(([, one]) => one !== undefined && one !== null)) });
  const currency = fare?.currency ?? usual;
  return (
    <>
      <TextField name="name" required />
      <SwitchField name="active" />
      <h3>{t('fare.title')}</h3>
      <Checkbox disabled={locked} checked={fare !== null} onChange={(event) => set({ fare: event.target.checked ? { currency: usual } : null })}>{t('fare.known')}</Checkbox>
      {fare === null ? <p className="soft">{t('fare.unknown')}</p> : (
        <>
          <div className="form-grid">
            <Form.Item label={t('field.currency')} htmlFor="fare-currency">
              <Select id="fare-currency" aria-label={t('field.currency')} disabled={locked} value={currency} options={[...new Set([currency, ...currencies])].map((code) => ({ value: code, label: code }))} showSearch onChange={(next: string) => put({ currency: next })} />
            </Form.Item>
            {amounts.map((name) => {
              const error = errorAt(errors, `fare/${name}`);
              return (
                <Form.Item key={name} label={t(`fare.${name}`)} htmlFor={`fare-${name}`} {...(error && { validateStatus: 'error' as const, help: error })}>
                  <AmountInput id={`fare-${name}`} label={t(`fare.${name}`)} disabled={locked} value={fare[name]} suffix={currency} onChange={(amount) => put({ [name]: amount })} />
                </Form.Item>
              );
            })}
            {included.map((name) => (
              <Form.Item key={name} label={t(`fare.${name}`)} htmlFor={`fare-${name}`}>
                <InputNumber id={`fare-${name}`} disabled={locked} min={0} max={100_000} style={{ width: '100%' }} value={fare[name] ?? null} suffix={t(name === 'includedKm' ? 'fare.km' : 'fare.min')} onChange={(next) => put({ [name]: next ?? undefined })} />
              </Form.Item>
            ))}
          </div>
          <Example fare={fare} currency={currency} />
        </>
      )}
    </>
  );
}

function Example({ fare, currency }: { fare: Fare; currency: string }) {
  const { t } = useTranslation('directories');
  const [ride, setRide] = useState({ kmInTown: 10, kmOutOfTown: 0, minutes: 15, waitingMinutes: 0 });
  const price = formatMoney({ amount: fromMinor(farePrice(fare, ride)), currency });
  return (
    <fieldset className="example">
      <legend>{t('fare.example')}</legend>
      {(['kmInTown', 'kmOutOfTown', 'minutes', 'waitingMinutes'] as const).map((name) => (
        <InputNumber key={name} aria-label={t(`fare.ride.${name}`)} title={t(`fare.ride.${name}`)} min={0} max={10_000} value={ride[name]} suffix={t(`fare.ride.short.${name}`)} style={{ width: 112 }} onChange={(next) => setRide({ ...ride, [name]: next ?? 0 })} />
      ))}
      <output aria-label={t('fare.price')} className="number">= <b>{price}</b></output>
    </fieldset>
  );
}
