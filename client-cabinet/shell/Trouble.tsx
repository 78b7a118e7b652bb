import type { CallError } from '../../src/ui/api/call-error.js';
import { useProblemText } from '../../src/ui/components/problem-text.js';

/** A refusal or a failure, in a sentence. */
export function Trouble({ error }: { error: CallError | null | undefined }) {
  const text = useProblemText();
  return error ? <p className="note-box cannot-box" role="alert">{text(error)}</p> : null;
}
