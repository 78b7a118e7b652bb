// Money as clients see it in their cabinet: their own and that of everybody below.
import { type Static, Type } from 'typebox';
import { EntryId, InvoiceInput, OperationView, TransferInput } from './accounts.js';
import { Someone } from './cabinet.js';
import { Figures, RankingQuery, TurnoverQuery } from './reports.js';
import { closed, Id, Instant, LocalDate, Money, nullable, page, PageQuery, Reference } from './primitives.js';
import { TopUpView } from './top-ups.js';

const KindId = Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: '0 main (cashless), 1 bonus, others by the service' });

const { pastFloorReason: _, actorName: __, carrierId: ___, otherClient: ____, ...operation } = OperationView.properties;
export const CabinetOperation = closed({ ...operation, otherClient: nullable(Someone) });
export type CabinetOperation = Static<typeof CabinetOperation>;
export const CabinetOperationPage = page(CabinetOperation);
export const CabinetOperationsQuery = closed({ ...PageQuery, accountKind: Type.Optional(KindId), from: Type.Optional(Instant), to: Type.Optional(Instant) });

const { carrierId: _1, ...transfer } = TransferInput.properties;
export const CabinetTransferInput = closed(transfer);

export const CabinetInvoiceInput = closed({ sum: InvoiceInput.properties.sum });
export const CabinetInvoice = closed({
  id: Type.Integer(), number: Type.Integer(), year: Type.Integer(), issuedOn: Type.String(), clientId: Type.Integer(), receiver: Type.String(), sum: Money,
  vat: nullable(closed({ percent: Type.Number(), sum: Money })), serviceName: Type.String(), paidBy: nullable(EntryId),
});
export type CabinetInvoice = Static<typeof CabinetInvoice>;

const { actorName: _2, channel: _3, carrierId: _4, paymentId: _5, terminalAccount: _6, ...topUp } = TopUpView.properties;
export const CabinetTopUp = closed(topUp);
export type CabinetTopUp = Static<typeof CabinetTopUp>;

export const CabinetOutlook = nullable(closed({
  available: Money, spent: Money, daysLeft: nullable(Type.Integer({ minimum: 0 })),
}));

const unit = { unitId: Type.Optional(Type.Integer({ ...Id, description: 'Only this unit and everybody below it; the signed-in client if not said' })) };
const { unitId: _7, ...turnover } = TurnoverQuery.properties;
export const CabinetTurnoverQuery = closed({ ...turnover, ...unit });
const { unitId: _8, by: _9, ...ranking } = RankingQuery.properties;
export const CabinetRankingQuery = closed({ ...ranking, ...unit, by: Type.Optional(Type.Enum(['unit', 'customer', 'payer'], { description: 'unit if not said: the units directly below unitId; customer: by person' })) });
export const CabinetRankingReport = closed({
  from: Type.String(), to: Type.String(), timeZone: Type.String(), currency: Type.String(), by: Type.Enum(['unit', 'customer', 'payer']), clients: Type.Integer({ description: 'With finished orders, also those that did not fit' }), total: Figures,
  rows: Type.Array(closed({ client: Someone, path: Type.Array(Reference), ...Figures.properties })),
});
export type CabinetRankingReport = Static<typeof CabinetRankingReport>;
export const CabinetCostCentresQuery = closed({ from: LocalDate, to: LocalDate, tree: turnover.tree, ...unit });
