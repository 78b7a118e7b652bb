import { type ErrorCode, errorCatalogue, type FieldError, type Problem } from '../contract/errors.js';

/** The one error class: a code from the catalogue, a sentence about this case, and members for the answer. */
export class AppError extends Error {
  override name = 'AppError';
  readonly code: ErrorCode;
  readonly data: Record<string, unknown>;

  constructor(code: ErrorCode, detail?: string, data: Record<string, unknown> = {}) {
    super(detail ?? errorCatalogue[code].title);
    this.code = code;
    this.data = data;
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }

  toProblem(requestId?: string): Problem {
    const { status, title } = errorCatalogue[this.code];
    return {
      type: `urn:treeline:${this.code}`,
      title,
      status,
      ...(this.message !== title && { detail: this.message }),
      ...(requestId && { instance: requestId }),
      code: this.code,
      ...this.data,
    };
  }
}

/** An error about one field of the request; `path` as in `body/name`. */
export function fieldError(code: ErrorCode, path: string, message: string, data: Record<string, unknown> = {}): AppError {
  const errors: FieldError[] = [{ path, code, message }];
  return new AppError(code, message, { ...data, errors });
}
