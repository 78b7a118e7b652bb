// What is shown in place of a part of the screen that failed: what happened in plain words, and a way out. The rest of the screen stays.
import { Component, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './crash.css';

type Cause = 'crash' | 'notLoaded' | 'newVersion' | 'unreachable';

/** Each browser has words of its own for a part of the program that did not come, and the bundler for a style sheet. */
const NOT_LOADED = /dynamically imported module|importing a module script failed|unable to preload css/i;

const entryOf = (page: Document) => page.querySelector('script[type=module][src]')?.getAttribute('src');

/** Parts of the program have other names after an upgrade, and the old ones are gone: the page that is served now tells. */
async function causeOf(): Promise<Cause> {
  try {
    const answer = await fetch(location.pathname, { cache: 'no-store', headers: { accept: 'text/html' } });
    if (!answer.ok) return 'unreachable';
    const served = entryOf(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    return served === entryOf(document) ? 'notLoaded' : 'newVersion';
  } catch {
    return 'unreachable';
  }
}

/** With the ways out as children. */
export function Crash({ error, children }: { error: unknown; children: ReactNode }) {
  const { t } = useTranslation();
  const [at] = useState(() => new Date().toISOString());
  const notLoaded = error instanceof Error && NOT_LOADED.test(error.message);
  const [cause, setCause] = useState<Cause>(notLoaded ? 'notLoaded' : 'crash');
  useEffect(() => {
    if (notLoaded) void causeOf().then(setCause);
  }, [notLoaded]);
  const details = [at, location.href, navigator.userAgent, '', error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)].join('\n');
  return (
    <div className="crash">
      <div role="alert"><h2>{t(`crash.${cause}.title`)}</h2><p>{t(`crash.${cause}.means`)}</p></div>
      <div className="crash-ways">{children}</div>
      {cause !== 'newVersion' && <details><summary>{t('crash.details')}</summary><pre>{details}</pre></details>}
    </div>
  );
}

interface BoundaryProps {
  children: ReactNode;
  /** In place of what failed. Another key of the boundary tries anew. */
  show(error: unknown): ReactNode;
}

/** A class, as React has no other way to catch what fails below. */
export class CrashBoundary extends Component<BoundaryProps, { failed: { error: unknown } | null }> {
  override state: { failed: { error: unknown } | null } = { failed: null };

  static getDerivedStateFromError(error: unknown) {
    return { failed: { error } };
  }

  override render() {
    return this.state.failed ? this.props.show(this.state.failed.error) : this.props.children;
  }
}
