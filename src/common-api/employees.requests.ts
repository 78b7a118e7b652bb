import type { ApiRequest } from './request.js';

export const employeeRequests: readonly ApiRequest[] = [];
