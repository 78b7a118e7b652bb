// pay_term_api: top-ups at payment terminals (commonapi.md §11). A payment is booked once for its system and id.
import { bookTerminalPayment } from '../accounts/top-ups.js';
import { commonError } from './answer.js';
import { type ApiRequest, request, required } from './request.js';
import { datetime, integer, money, text } from './values.js';

/** The ledger's sums have at most twelve digits before the point. */
const MOST_KOPECKS = 10n ** 14n;

export const payTermRequests: readonly ApiRequest[] = [
  request({
    api: 'pay_term_api', name: 'add_term_operation', kind: 'FORM', summary: 'Пополнение счёта клиента через терминал',
    params: {
      pay_system_type: required(integer(0)), account: required(text(60), { about: 'терминальный счёт клиента, перед ним могут стоять 5 цифр города' }),
      oper_id: required(text(100), { about: 'номер платежа; повтор не проводится второй раз' }), sum: required(money), oper_time: required(datetime),
    },
    codes: {
      100: { on: ['top_up.account_not_found'], descr: 'Терминальный счёт {account} не найден' },
      101: { on: ['top_up.differs'], descr: 'Платёж {oper_id} уже проведён с другими данными' },
      102: { on: ['client.deleted', 'account.none'], descr: 'Счёт {account} не принимает платежи' },
    },
    async handle({ db, actor }, { pay_system_type, account, oper_id, sum, oper_time }) {
      if (sum <= 0n || sum >= MOST_KOPECKS) throw commonError(9, 'sum должен быть больше 0');
      await bookTerminalPayment(db, actor, { paymentSystem: pay_system_type, paymentId: oper_id, terminalAccount: account.trim(), sumMinor: sum, at: oper_time });
      return {};
    },
  }),
];
