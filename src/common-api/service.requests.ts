// Is anybody there, and who is this client.
import { checkApiPassword } from '../api-access/sign-in.js';
import type { ApiRequest } from './request.js';
import { request, required } from './request.js';
import { text } from './values.js';

const NAME_LENGTH = 60;

export const serviceRequests: readonly ApiRequest[] = [
  request({ name: 'ping', kind: 'GET', summary: 'Проверка связи; GET или POST, подпись не нужна', open: true, params: {}, handle: async () => ({}) }),
  request({
    name: 'check_authorization', kind: 'GET', summary: 'Проверка логина и пароля клиента',
    params: { login: required(text(NAME_LENGTH)), password: required(text(NAME_LENGTH)) },
    codes: { 100: { on: ['auth.failed', 'auth.locked'], descr: 'Клиент с указанными логином и паролем не найден' } },
    handle: async ({ db }, values) => ({ client_id: await checkApiPassword(db, values) }),
  }),
];
