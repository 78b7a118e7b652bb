// Money must not be booked twice when an answer gets lost: the same content is sent again under the same key.
import { useRef } from 'react';

function newKey(): string {
  // Not randomUUID: browsers have that behind HTTPS only.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Gives the key for a content: a new one for every other content, and after `done`. */
export function useIdempotencyKey(): { keyFor(content: unknown): string; done(): void } {
  const last = useRef<{ content: string; key: string } | null>(null);
  return {
    keyFor(content) {
      const text = JSON.stringify(content);
      if (last.current?.content !== text) last.current = { content: text, key: newKey() };
      return last.current.key;
    },
    done() {
      last.current = null;
    },
  };
}
