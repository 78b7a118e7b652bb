// A field that the service defines itself: its type, its choices, where it belongs.
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { errorAt, Field, FormContext, NumberField, SelectField, SwitchField, TextField, useFormState } from '../fields.js';

export const attributeTypes = ['flag', 'number', 'string', 'choice', 'numberChoice', 'date', 'dateTime'] as const;
const bounds = ['client', 'order', 'crew', 'car', 'driver'] as const;

interface ChoiceItem {
  id?: number;
  name: string;
}

export function AttributeForm() {
  const { t } = useTranslation('directories');
  const { value, set, locked, errors } = useFormState();
  const listed = value.type === 'choice' || value.type === 'numberChoice';
  const choices = (value.choices ?? []) as ChoiceItem[];
  const put = (next: ChoiceItem[]) => set({ choices: next.length > 0 ? next : null });
  const move = (from: number, to: number) => {
    const next = [...choices];
    next.splice(to, 0, ...next.splice(from, 1));
    put(next);
  };
  return (
    <>
      <TextField name="name" required />
      <AttributeType />
      {listed && (
        <Field name="choices" hint={t('attribute.choicesHint')}>
          <ol className="choices">
            {choices.map((choice, index) => {
              const error = errorAt(errors, `choices/${index}`);
              return (
                <li key={choice.id ?? `new-${index}`} className="row">
                  <Input aria-label={t('attribute.choice', { number: index + 1 })} disabled={locked} status={error ? 'error' : ''} value={choice.name} onChange={(event) => put(choices.map((one, at) => (at === index ? { ...one, name: event.target.value } : one)))} />
                  {!locked && (
                    <>
                      <Button type="text" size="small" aria-label={t('attribute.choiceUp', { number: index + 1 })} icon={<ArrowUpOutlined />} disabled={index === 0} onClick={() => move(index, index - 1)} />
                      <Button type="text" size="small" aria-label={t('attribute.choiceDown', { number: index + 1 })} icon={<ArrowDownOutlined />} disabled={index === choices.length - 1} onClick={() => move(index, index + 1)} />
                      <Button type="text" size="small" aria-label={t('attribute.choiceDrop', { number: index + 1 })} icon={<DeleteOutlined />} onClick={() => put(choices.filter((_, at) => at !== index))} />
                    </>
                  )}
                </li>
              );
            })}
          </ol>
          {!locked && <Button icon={<PlusOutlined />} onClick={() => put([...choices, { name: '' }])}>{t('attribute.choiceAdd')}</Button>}
        </Field>
      )}
      <NumberField name="order" hint={t('attribute.orderHint')} min={-1_000_000} max={1_000_000} />
      <SwitchField name="hidden" hint={t('attribute.hiddenHint')} />
      <Field name="boundTo">
        <Checkbox.Group disabled={locked} value={value.boundTo as string[]} onChange={(next) => next.length > 0 && set({ boundTo: next })} options={bounds.map((bound) => ({ value: bound, label: t(`value.boundTo.${bound}`) }))} />
      </Field>
    </>
  );
}

/** Choices belong to two types only: they go when the type becomes another one. */
function AttributeType() {
  const { t } = useTranslation('directories');
  const form = useFormState();
  const set = (part: Record<string, unknown>) => form.set(part.type === 'choice' || part.type === 'numberChoice' ? part : { ...part, choices: null });
  return (
    <FormContext value={{ ...form, set }}>
      <SelectField name="type" required options={attributeTypes.map((type) => ({ value: type, label: t(`value.type.${type}`) }))} />
    </FormContext>
  );
}
