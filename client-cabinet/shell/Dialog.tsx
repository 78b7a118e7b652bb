import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** The browser's own dialog: it keeps the focus in, gives it back, and closes with Esc. A sheet from below on a phone. */
export function Dialog({ title, onClose, children }: { title: ReactNode; onClose(): void; children: ReactNode }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // What is unmounted gives no focus back by itself.
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={box} className="dialog" aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <div className="row apart"><h2 id={id}>{title}</h2><button type="button" className="plain-button" aria-label={t('close')} onClick={onClose}>✕</button></div>
      {children}
    </dialog>
  );
}
