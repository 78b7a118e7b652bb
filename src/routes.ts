// Every operation there is: the index of the whole API, by audience.
import { crewOfToken } from './auth/crew-tokens.js';
import { actorOfToken } from './auth/sessions.js';
import { actorOfClientToken } from './api-access/client-sessions.js';
import { cabinetAgreementOperations } from './cabinet/agreements.operations.js';
import { cabinetClientOperations } from './cabinet/clients.operations.js';
import { cabinetDailyOrderOperations } from './cabinet/daily-orders.operations.js';
import { cabinetDelegationOperations } from './cabinet/delegation.operations.js';
import { cabinetHistoryOperations } from './cabinet/history.operations.js';
import { cabinetImportOperations } from './cabinet/imports.operations.js';
import { meOperations } from './cabinet/me.operations.js';
import { cabinetMoneyOperations } from './cabinet/money.operations.js';
import { cabinetNoteOperations } from './cabinet/notes.operations.js';
import { cabinetOrganisationOperations } from './cabinet/organisations.operations.js';
import { cabinetOrderOperations } from './cabinet/orders.operations.js';
import { passwordLinkOperations } from './cabinet/password-links.operations.js';
import { cabinetProfileOperations } from './cabinet/profile.operations.js';
import { cabinetReportFileOperations, cabinetReportOperations } from './cabinet/reports.operations.js';
import { cabinetSessionOperations } from './cabinet/sessions.operations.js';
import { accountOperations } from './dispatcher/accounts.operations.js';
import { agreementOperations } from './dispatcher/agreements.operations.js';
import { organisationOperations } from './dispatcher/organisations.operations.js';
import { budgetOperations } from './dispatcher/budgets.operations.js';
import { callOperations } from './dispatcher/calls.operations.js';
import { cardOperations } from './dispatcher/card.operations.js';
import { clientFileOperations } from './dispatcher/client-files.operations.js';
import { clientOperations } from './dispatcher/clients.operations.js';
import { commonApiOperations } from './dispatcher/common-api.operations.js';
import { dailyOrderOperations } from './dispatcher/daily-orders.operations.js';
import { crewTokenOperations } from './dispatcher/crews.operations.js';
import { directoryOperations } from './dispatcher/directories.operations.js';
import { groupOperations } from './dispatcher/groups.operations.js';
import { historyOperations } from './dispatcher/history.view.js';
import { importOperations } from './dispatcher/imports.operations.js';
import { mailingOperations } from './dispatcher/mailings.operations.js';
import { messageOperations } from './dispatcher/messages.operations.js';
import { messageTemplateOperations } from './dispatcher/message-templates.operations.js';
import { noteOperations } from './dispatcher/notes.operations.js';
import { operatorOperations } from './dispatcher/operators.operations.js';
import { orderRuleOperations } from './dispatcher/order-rules.operations.js';
import { orderOperations } from './dispatcher/orders.operations.js';
import { personalDataOperations } from './dispatcher/personal-data.operations.js';
import { reportFileOperations, reportOperations } from './dispatcher/reports.operations.js';
import { sessionOperations } from './dispatcher/sessions.operations.js';
import { timelineOperations } from './dispatcher/timeline.operations.js';
import { topUpOperations } from './dispatcher/top-ups.operations.js';
import { viewOperations } from './dispatcher/views.operations.js';
import { driverNoteOperations } from './driver/notes.operations.js';
import type { Audience } from './http/audience.js';
import type { Operation } from './http/operation.js';

/** A list of lists, not one list: joined, the compiler would forget which operations there are. */
export const dispatcherOperationLists = [
  clientOperations,
  cardOperations,
  accountOperations,
  topUpOperations,
  orderOperations,
  callOperations,
  dailyOrderOperations,
  noteOperations,
  budgetOperations,
  orderRuleOperations,
  groupOperations,
  directoryOperations,
  reportOperations,
  crewTokenOperations,
  historyOperations,
  timelineOperations,
  operatorOperations,
  viewOperations,
  sessionOperations,
  importOperations,
  messageOperations,
  mailingOperations,
  messageTemplateOperations,
  personalDataOperations,
  agreementOperations,
  organisationOperations,
  commonApiOperations,
] as const;

/** Files beside lists and reports have names made by pattern: the screens reach them by address. */
export const dispatcherOperations: readonly Operation[] = [...dispatcherOperationLists.flat(), ...clientFileOperations, ...reportFileOperations];

export const dispatcherAudience: Audience = {
  name: 'dispatcher',
  channel: 'dispatcher',
  operations: dispatcherOperations,
  cookies: { session: 'treeline_session', csrf: 'treeline_csrf' },
  tokenOf: 'An operator: POST /sessions',
  actorOfToken: (db, token, requestId) => actorOfToken(db, token, 'dispatcher', requestId),
};

export const cabinetOperationLists = [
  passwordLinkOperations,
  cabinetSessionOperations,
  cabinetOrganisationOperations,
  meOperations,
  cabinetAgreementOperations,
  cabinetClientOperations,
  cabinetDelegationOperations,
  cabinetNoteOperations,
  cabinetOrderOperations,
  cabinetDailyOrderOperations,
  cabinetMoneyOperations,
  cabinetReportOperations,
  cabinetProfileOperations,
  cabinetHistoryOperations,
  cabinetImportOperations,
] as const;

const cabinetAudience: Audience = {
  name: 'cabinet',
  channel: 'cabinet',
  operations: [...cabinetOperationLists.flat(), ...cabinetReportFileOperations],
  cookies: { session: 'treeline_cabinet', csrf: 'treeline_cabinet_csrf' },
  tokenOf: 'A client: POST /cabinet/sessions',
  actorOfToken: actorOfClientToken,
};

const driverAudience: Audience = {
  name: 'driver',
  channel: 'driverApp',
  operations: driverNoteOperations,
  cookies: null,
  tokenOf: 'A crew: POST /crews/{id}/token',
  actorOfToken: crewOfToken,
};

export const audiences: readonly Audience[] = [dispatcherAudience, cabinetAudience, driverAudience];

export const allOperations: readonly Operation[] = audiences.flatMap(({ operations }) => operations);
