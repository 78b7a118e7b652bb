import { type ReactNode, useEffect, useState } from 'react';
import type { Consequences as Told } from '../../src/contract/clients.js';
import { CallError } from '../../src/ui/api/call-error.js';
import { Dialog } from '../shell/Dialog.js';
import { Trouble } from '../shell/Trouble.js';
import { Consequences } from './Consequences.js';

interface Props {
  title: string;
  /** On the button. */
  act: string;
  /** With `true` it only tells what it would do. */
  run(dryRun: boolean): Promise<object>;
  onClose(): void;
  children?: ReactNode;
}

/** A change that those below inherit: what it would do is told before it is done (D-5). */
export function PreviewDialog({ title, act, run, onClose, children }: Props) {
  const [told, setTold] = useState<Told | null>(null);
  const [error, setError] = useState<CallError | null>(null);
  const [busy, setBusy] = useState(false);
  const failed = (problem: unknown) => setError(problem instanceof CallError ? problem : new CallError('server.error', {}));
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when it opens
  useEffect(() => {
    let shown = true;
    run(true).then((answer) => { if (shown && 'consequences' in answer) setTold(answer.consequences as Told); }, (problem: unknown) => { if (shown) failed(problem); });
    return () => { shown = false; };
  }, []);
  const doIt = async () => {
    setBusy(true);
    setError(null);
    try {
      await run(false);
      onClose();
    } catch (problem) {
      failed(problem);
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {told && <Consequences told={told} />}
      {children}
      <Trouble error={error} />
      <button type="button" className="main-button" disabled={busy || told === null} onClick={() => void doIt()}>{act}</button>
    </Dialog>
  );
}
