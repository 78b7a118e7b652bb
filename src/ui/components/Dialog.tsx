// A dialog in which one can type at once. Its content comes into the page only after React has asked for the focus, so that
// autoFocus is lost in it and the focus lands on the cross; and one that is taken away while open gives the focus to nobody.
import { Modal, type ModalProps } from 'antd';
import { useEffect, useRef } from 'react';

const FIELDS = 'input:not([type=hidden], [type=checkbox], [type=radio], :disabled), textarea:not(:disabled)';

export function Dialog({ children, open = true, ...rest }: ModalProps) {
  return <Modal {...rest} open={open}>{open && <FieldFirst />}{children}</Modal>;
}

/** What has `data-autofocus`, or the first field beside this, takes the focus; what had it before gets it back at the end. */
export function FieldFirst() {
  const mark = useRef<HTMLSpanElement>(null);
  const before = useRef(document.activeElement);
  useEffect(() => {
    const from = before.current;
    const frame = requestAnimationFrame(() => {
      const dialog = mark.current?.closest<HTMLElement>('[role=dialog]');
      const wanted = dialog?.querySelector<HTMLElement>('[data-autofocus]');
      (wanted?.matches(FIELDS) ? wanted : (wanted ?? dialog)?.querySelector<HTMLElement>(FIELDS))?.focus({ preventScroll: true });
    });
    return () => {
      cancelAnimationFrame(frame);
      setTimeout(() => {
        if (document.activeElement === document.body && from instanceof HTMLElement) from.focus({ preventScroll: true });
      });
    };
  }, []);
  return <span ref={mark} hidden />;
}
