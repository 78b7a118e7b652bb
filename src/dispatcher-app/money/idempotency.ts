// Money must not be booked twice when an answer gets lost: the same content is sent again under the same key.
import { useRef } from 'react';
import { newKey } from '../../ui/api/new-key.js';

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
