// What was done last, with the way back: it stays until it is closed, or until something else is done.
import { createContext, type ReactNode, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../src/ui/api/call-error.js';
import { Trouble } from '../shell/Trouble.js';

interface Done {
  text: string;
  undo(): Promise<unknown>;
}

const UndoContext = createContext<(done: Done | null) => void>(() => undefined);

export function useUndo(): (done: Done | null) => void {
  return useContext(UndoContext);
}

export function UndoProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation(['people', 'common']);
  const [done, setDone] = useState<Done | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const offer = (next: Done | null) => {
    setDone(next);
    setError(null);
  };
  const takeBack = async () => {
    setBusy(true);
    setError(null);
    try {
      await done?.undo();
      setDone(null);
    } catch (problem) {
      setError(problem instanceof CallError ? problem : new CallError('server.error', {}));
    }
    setBusy(false);
  };
  return (
    <UndoContext.Provider value={offer}>
      {children}
      {done && (
        <section className="undo-bar" aria-label={t('undo.label')}>
          <div className="row">
            <span className="grow" role="status">{done.text}</span>
            <button type="button" className="link-button" disabled={busy} onClick={() => void takeBack()}>{t('undo.button')}</button>
            <button type="button" className="plain-button" aria-label={t('common:close')} onClick={() => offer(null)}>✕</button>
          </div>
          <Trouble error={error} />
        </section>
      )}
    </UndoContext.Provider>
  );
}
