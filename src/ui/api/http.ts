// What cannot go over the socket: sign-in, which makes the cookie, and files.
import type { Problem } from '../../contract/errors.js';
import { CallError } from './call-error.js';

const csrfCookies = { dispatcher: 'treeline_csrf', cabinet: 'treeline_cabinet_csrf' };
let csrfCookie = csrfCookies.dispatcher;

/** Each screen has a session of its own, and a cookie beside it. */
export function signRequestsFor(screen: keyof typeof csrfCookies): void {
  csrfCookie = csrfCookies[screen];
}

function csrfToken(): string | null {
  const found = document.cookie.split('; ').find((cookie) => cookie.startsWith(`${csrfCookie}=`));
  return found?.slice(csrfCookie.length + 1) ?? null;
}

/** A request to /api/v1; throws CallError. */
export async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const csrf = csrfToken();
  const isFile = body instanceof FormData;
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: { ...(body !== undefined && !isFile && { 'content-type': 'application/json' }), ...(csrf && { 'x-csrf-token': csrf }) },
      ...(body !== undefined && { body: isFile ? body : JSON.stringify(body) }),
    });
  } catch {
    throw new CallError('line.lost', {});
  }
  if (response.status === 204) return undefined as T;
  const answer = (await response.json().catch(() => ({}))) as unknown;
  if (!response.ok) {
    const problem = answer as Partial<Problem>;
    throw new CallError(problem.code ?? 'server.error', problem);
  }
  return answer as T;
}

/** Uploads one file; progress is told from 0 to 1. */
export function upload<T>(path: string, file: File, progress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append('file', file, file.name);
    const call = new XMLHttpRequest();
    call.open('POST', `/api/v1${path}`);
    const csrf = csrfToken();
    if (csrf) call.setRequestHeader('x-csrf-token', csrf);
    call.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    call.onerror = () => reject(new CallError('line.lost', {}));
    call.onload = () => {
      const answer = JSON.parse(call.responseText || '{}') as Partial<Problem>;
      if (call.status < 300) resolve(answer as T);
      else reject(new CallError(answer.code ?? 'server.error', answer));
    };
    call.send(form);
  });
}

/** Saves a file that the server makes; the cookie of the session signs the request. */
export async function download(path: string, method: 'GET' | 'POST' = 'GET'): Promise<void> {
  const csrf = csrfToken();
  const response = await fetch(`/api/v1${path}`, { method, headers: { ...(method === 'POST' && csrf && { 'x-csrf-token': csrf }) } });
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
    throw new CallError(problem.code ?? 'server.error', problem);
  }
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'file';
  const address = URL.createObjectURL(await response.blob());
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
