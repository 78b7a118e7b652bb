// Every request that is served.
import { clientRequests } from './clients.requests.js';
import { employeeRequests } from './employees.requests.js';
import { listRequests } from './lists.requests.js';
import { messageRequests } from './messages.requests.js';
import { operationRequests } from './operations.requests.js';
import { orderCostRequests } from './order-costs.requests.js';
import { orderRequests } from './orders.requests.js';
import { payTermRequests } from './pay-term.requests.js';
import { phoneRequests } from './phones.requests.js';
import type { ApiRequest } from './request.js';
import { serviceRequests } from './service.requests.js';
import { tmTapiRequests } from './tm-tapi.requests.js';

export const apiRequests: readonly ApiRequest[] = [
  ...serviceRequests,
  ...listRequests,
  ...clientRequests,
  ...employeeRequests,
  ...operationRequests,
  ...phoneRequests,
  ...messageRequests,
  ...orderRequests,
  ...orderCostRequests,
  ...tmTapiRequests,
  ...payTermRequests,
];

const byName = new Map(apiRequests.map((request) => [`${request.api}/${request.name}`, request]));

export function findRequest(api: string, name: string): ApiRequest | null {
  return byName.get(`${api}/${name}`) ?? null;
}
