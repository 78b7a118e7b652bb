import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  onMore(): void;
  busy: boolean;
  /** After a failure it waits for a press, instead of asking for ever. */
  failed?: boolean;
}

/** The end of a list that goes on: loads on when it comes near the window; a button for keys and readers. */
export function More({ onMore, busy, failed = false }: Props) {
  const { t } = useTranslation();
  const end = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (failed || !end.current) return;
    // A busy page tells several moments at once: coming into view may be any of them.
    const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && onMore(), { rootMargin: '600px' });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [onMore, failed]);
  return <button ref={end} type="button" className="link-button" aria-busy={busy} onClick={onMore}>{t(failed ? 'again' : 'more')}</button>;
}
