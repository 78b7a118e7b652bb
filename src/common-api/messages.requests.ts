import type { ApiRequest } from './request.js';

export const messageRequests: readonly ApiRequest[] = [];
