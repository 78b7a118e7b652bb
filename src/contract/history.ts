// What the history can tell of: every entity, with what may happen to it. What is not listed does not compile where it is
// recorded, and the filters and the texts of the screens follow it.
const item = ['created', 'changed', 'removed'] as const;

/** Entities that are items of a directory. */
const items = {
  tariff: item, tariffShift: item, discount: item, attribute: item, crewGroup: item, carrier: item, accountKind: item, settlementRule: item, dynamicPriorityRule: item, mailingText: item,
  groupTransitionRule: [...item, 'applied'], crew: [...item, 'token_issued', 'token_revoked'], agreement: [...item, 'published', 'withdrawn'],
} as const;

export const historyActions = {
  client: [
    'created', 'changed', 'setting_changed', 'setting_cleared', 'moved', 'blocked', 'unblocked', 'deleted', 'restored', 'removed', 'employees_changed', 'photo_changed', 'rated', 'rating_reset', 'order_password_changed',
    'api_access_sent', 'api_password_changed', 'second_factor_on', 'second_factor_off', 'sessions_ended', 'organisation_linked', 'organisation_unlinked', 'signed_in_as', 'notices_changed', 'agreement_accepted', 'agreement_accepted_for',
    'note_created', 'note_changed', 'note_removed', 'note_restored', 'change_scheduled', 'change_rescheduled', 'scheduled_change_cancelled', 'scheduled_change_failed', 'personal_data_exported', 'personal_data_erased',
  ],
  account: ['booked'],
  order: ['created', 'changed', 'state_changed', 'finished', 'aborted', 'rated', 'charge_cancelled', 'charged_again', 'note_acknowledged'],
  dailyOrder: [...item, 'paused', 'resumed', 'stopped', 'over', 'order_made', 'order_refused'],
  budget: item,
  invoice: ['created', 'paid'],
  topUp: ['started', 'paid', 'refused', 'expired'],
  group: [...item, 'setting_changed', 'setting_cleared', 'penalties_changed'],
  clientNote: [...item, 'restored', 'personal_data_erased'],
  clientFeedback: ['given'],
  scheduledChange: ['created', 'changed', 'applied', 'cancelled', 'failed'],
  ...items,
  discountCard: item,
  orderRules: ['changed'],
  productionCalendar: ['changed'],
  operator: item,
  role: item,
  operatorView: item,
  import: ['created', 'mapping_changed', 'check_started', 'progressed', 'checked', 'commit_started', 'committed', 'undo_started', 'undone', 'cancelled', 'failed'],
  mailing: ['sent'],
  messageTemplate: ['changed', 'removed'],
  operatorMessage: ['shown'],
  call: ['reported'],
  commonApiUser: item,
} as const satisfies Record<string, readonly string[]>;

export type ItemEntity = keyof typeof items;
export type HistoryEntity = keyof typeof historyActions;
export type HistoryVerb<E extends HistoryEntity> = (typeof historyActions)[E][number];
export type HistoryAction = { [E in HistoryEntity]: `${E}.${HistoryVerb<E>}` }[HistoryEntity];
