import { useRef, useState } from 'react';
import { CallError } from '../../src/ui/api/call-error.js';
import { useLive } from '../../src/ui/api/hooks.js';
import type { Body, Result } from '../../src/ui/api/operations.js';

const AGAIN_MS = 1_000;
const UNKNOWN = new Set<string>(['line.lost', 'line.slow', 'server.unavailable']);

/** Whether it is known that nothing was done. */
export function isRefusal(error: unknown): boolean {
  return error instanceof CallError && !UNKNOWN.has(error.code);
}

/** Sends an order until there is an answer: the same key each time, so that it is made once (C-9). */
export function useSend(): { send(body: Body<'cabinetCreateOrder'>, idempotencyKey: string): Promise<Result<'cabinetCreateOrder'> | null>; busy: boolean; repeating: boolean; error: CallError | null } {
  const live = useLive();
  const [busy, setBusy] = useState(false);
  const [repeating, setRepeating] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const sending = useRef(false);
  const send = async (body: Body<'cabinetCreateOrder'>, idempotencyKey: string) => {
    // Two taps are one.
    if (sending.current) return null;
    sending.current = true;
    setBusy(true);
    setError(null);
    try {
      for (;;) {
        try {
          return await live.call('cabinetCreateOrder', { idempotencyKey } as never, body);
        } catch (problem) {
          if (isRefusal(problem) || !(problem instanceof CallError)) throw problem;
          setRepeating(true);
          await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
        }
      }
    } catch (problem) {
      setError(problem instanceof CallError ? problem : new CallError('server.error', {}));
      return null;
    } finally {
      sending.current = false;
      setBusy(false);
      setRepeating(false);
    }
  };
  return { send, busy, repeating, error };
}
