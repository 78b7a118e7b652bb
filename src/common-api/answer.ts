// What is answered: always an object with code, descr and data, and data always an object (commonapi.md §1.5).
// Codes 0–14 mean the same everywhere, those from 100 on belong to each request.

export interface Answer {
  code: number;
  descr: string;
  data: Record<string, unknown>;
}

/** Java clients take "OK" for success, and nothing else. */
export const OK = 'OK';

export const commonCodes = {
  1: 'Неизвестная ошибка',
  2: 'Неизвестный тип API',
  3: 'API отключено в настройках',
  4: 'Секретный ключ не совпадает: неверная подпись запроса',
  5: 'Версия API не поддерживается',
  6: 'Неизвестное имя запроса',
  7: 'Неверный тип запроса (GET или POST)',
  8: 'Не указан обязательный входной параметр',
  9: 'Неверный входной параметр',
  10: 'Внутренняя ошибка при обработке запроса',
  13: 'Пользователь CommonAPI не найден',
  14: 'Запрос недоступен пользователю CommonAPI',
} as const;
export type CommonCode = keyof typeof commonCodes;

export class ApiError extends Error {
  override name = 'ApiError';

  constructor(
    readonly code: number,
    descr: string,
    readonly data: Record<string, unknown> = {},
  ) {
    super(descr);
  }
}

/** One of the common codes; `about` names the parameter, or says more. */
export function commonError(code: CommonCode, about?: string): ApiError {
  return new ApiError(code, about === undefined ? commonCodes[code] : `${commonCodes[code]}: ${about}`);
}

export function toAnswer(error: ApiError): Answer {
  return { code: error.code, descr: error.message, data: error.data };
}
