import type { ApiRequest } from './request.js';

export const operationRequests: readonly ApiRequest[] = [];
