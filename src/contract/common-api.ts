// CommonAPI: the requests that its wire format knows, each with its kind. Which of them are served is in src/common-api.
export type RequestKind = 'GET' | 'FORM' | 'JSON';

export const apiNames = ['common_api', 'tm_tapi', 'pay_term_api'] as const;
export type ApiName = (typeof apiNames)[number];

/** Requests of common_api that this program has something to do with; a CommonAPI user may be given some of them. */
export const commonApiRequests = [
  'analyze_phone', 'calc_order_cost', 'calc_order_cost2', 'change_order_state', 'check_authorization', 'check_cancel_order_penalty', 'create_client_employee',
  'create_client_operation', 'create_order', 'create_order2', 'get_client_employee_info', 'get_client_groups_list', 'get_client_info', 'get_client_operations',
  'get_clients_info', 'get_crew_groups_list', 'get_crew_states_list', 'get_current_orders', 'get_discounts_list', 'get_finished_orders', 'get_global_attributes',
  'get_order_params_list', 'get_order_state', 'get_order_states_list', 'get_services_list', 'get_tariffs_list', 'get_uds_list', 'ping', 'register_client',
  'register_client2', 'run_system_event', 'save_client_feed_back', 'select_tariff_for_order', 'send_sms', 'show_tm_message', 'update_client_employee_info',
  'update_client_info', 'update_client_info2', 'update_global_attribute', 'update_order',
] as const;
