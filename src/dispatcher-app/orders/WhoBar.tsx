// Who it is, may they ride, who pays out of what: one look, above the fields (look.md).
import { CheckCircleOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { type KeyboardEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { formatMoney } from '../../ui/format/money.js';
import { colon } from '../../ui/i18n/i18n.js';
import { MoneyText, PathNames, StateTag } from '../../ui/components/small.js';
import { KindIcon } from '../clients/KindIcon.js';
import { useSession } from '../session.js';
import { ReasonList, type Remedies } from './reasons.js';
import type { Answer } from './use-order-form.js';

interface Props {
  answer: Answer | undefined;
  phone: string;
  remedies: Remedies;
  /** Reasons of a refusal; else those of the answer count. */
  refusal: Pick<Answer['verdict'], 'reasons' | 'warnings'> | null;
  candidatesRef: Ref<HTMLUListElement>;
  onChoose(id: number): void;
}

/** Fewer digits are a number that is still being typed. */
const WHOLE_NUMBER = 10;

export function WhoBar({ answer, phone, remedies, refusal, candidatesRef, onChoose }: Props) {
  const { t } = useTranslation('orders');
  const { can } = useSession();
  if (!answer) return <div className="who-bar nobody soft">{t('who.nobody')}</div>;
  if (answer.candidates.length > 0) return <Candidates answer={answer} listRef={candidatesRef} onChoose={onChoose} />;
  if (answer.unknownPhone) {
    if (phone.replace(/\D/g, '').length < WHOLE_NUMBER) return <div className="who-bar nobody soft">{t('who.typing')}</div>;
    const { creates } = answer.unknownPhone;
    return (
      <div className="who-bar">
        <Alert
          type={creates ? 'info' : 'warning'} showIcon title={creates ? t('who.unknownCreates', { group: creates.group.name }) : t('who.unknown')}
          action={!creates && can('client.create') && <Button onClick={remedies.addClient}>{t('who.add')}</Button>}
        />
      </div>
    );
  }
  const { reasons, warnings } = refusal ?? answer.verdict;
  return (
    <output className={`who-bar ${reasons.length > 0 ? 'refused' : warnings.length > 0 ? 'doubtful' : 'allowed'}`}>
      <Who answer={answer} />
      {reasons.length === 0 && <div className="row wrap"><StateTag tone="fine" icon={<CheckCircleOutlined />}>{t('verdict.yes')}</StateTag><Terms answer={answer} /></div>}
      <ReasonList reasons={reasons} warnings={warnings} remedies={remedies} />
      <MoneyLine answer={answer} />
    </output>
  );
}

function Who({ answer: { customer, path } }: { answer: Answer }) {
  const navigate = useNavigate();
  if (!customer) return null;
  return (
    <div className="row">
      <Button type="link" className="path-link who-name" onClick={() => void navigate(`/clients?client=${customer.id}&card=${customer.id}`)}>{customer.name}</Button>
      {path && path.length > 0 && <PathNames path={path} onGo={(unit) => void navigate(`/clients?client=${unit.id}`)} />}
    </div>
  );
}

/** Tariff, discount and prize in one line. */
function Terms({ answer: { terms } }: { answer: Answer }) {
  const { t } = useTranslation('orders');
  const navigate = useNavigate();
  if (!terms) return null;
  const { tariff, discount, prize } = terms;
  const from = tariff?.source.kind === 'ancestor' ? tariff.source : null;
  return (
    <span className="row wrap soft">
      <span>{tariff ? `${t('terms.tariff')}${colon()}${tariff.name}` : t('terms.noTariff')}{from?.id !== undefined && <> ↑ <Button type="link" className="path-link" onClick={() => void navigate(`/clients?client=${from.id}`)}>{from.name}</Button></>}</span>
      {discount && <span>{t('terms.discount')}{colon()}{discount.name}</span>}
      {prize && <span>{prize.isPrize ? <StateTag tone="look">{t('terms.prize')}</StateTag> : t('terms.prizeIn', { count: prize.remaining })}</span>}
    </span>
  );
}

function MoneyLine({ answer: { customer, payer, money, budgets } }: { answer: Answer }) {
  const { t } = useTranslation('orders');
  const navigate = useNavigate();
  if (!payer) return null;
  return (
    <div className="row wrap money-line">
      <span>{t('money.pays')}{colon()}{payer.id === customer?.id ? t('money.itself') : <Button type="link" className="path-link" onClick={() => void navigate(`/clients?client=${payer.id}`)}>{payer.name}</Button>}</span>
      {money?.map(({ kind, balance, available }) => (
        <span key={kind} title={t('money.balance', { sum: formatMoney(balance) })}>{t(`money.${kind}`)}{colon()}{available ? <MoneyText money={available} /> : t('money.noLimit')}</span>
      ))}
      {budgets?.map(({ id, client, period, left, sum }) => (
        <span key={id} title={t('money.budgetOf', { sum: formatMoney(sum) })} className={left.amount.startsWith('-') || Number(left.amount) === 0 ? 'cannot' : ''}>
          {t(`money.period.${period}`, { defaultValue: period })} {client.name}{colon()}<MoneyText money={left} />
        </span>
      ))}
    </div>
  );
}

/** Several clients have the number: digits choose, as do the arrow keys and Enter. */
function Candidates({ answer, listRef, onChoose }: { answer: Answer; listRef: Ref<HTMLUListElement>; onChoose(id: number): void }) {
  const { t } = useTranslation('orders');
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const digit = /^[1-9]$/.exec(event.key);
    const chosen = digit && answer.candidates[Number(digit[0]) - 1];
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (chosen) onChoose(chosen.id);
    else if (event.key === 'ArrowDown') buttons[Math.min(buttons.length - 1, at + 1)]?.focus();
    else if (event.key === 'ArrowUp') buttons[Math.max(0, at - 1)]?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <div className="who-bar doubtful">
      <div id="order-candidates">{t('who.several', { count: answer.candidates.length })}</div>
      <ul ref={listRef} className="candidates" aria-labelledby="order-candidates" onKeyDown={onKeyDown}>
        {answer.candidates.map(({ id, name, kind, path }, index) => (
          <li key={id}>
            <button type="button" onClick={() => onChoose(id)}>
              {index < 9 && <kbd>{index + 1}</kbd>} <KindIcon kind={kind} /> <span>{name}</span> {path.length > 0 && <PathNames path={path} />}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
