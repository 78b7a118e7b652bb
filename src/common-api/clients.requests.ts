import type { ApiRequest } from './request.js';

export const clientRequests: readonly ApiRequest[] = [];
