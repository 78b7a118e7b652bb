import { useTranslation } from 'react-i18next';
import { queries, useCommand, useOperation } from '../../src/ui/api/hooks.js';
import { StateTag } from '../../src/ui/components/plain.js';
import { Trouble } from '../shell/Trouble.js';
import { relativeTime } from '../../src/ui/format/dates.js';
import { deviceName } from './device.js';

/** Where the client is signed in, and the end of it (C-1). */
export function Sessions() {
  const { t } = useTranslation('profile');
  const { data, error } = useOperation('cabinetListSessions', {});
  const again = () => void queries.invalidateQueries({ queryKey: ['cabinetListSessions'] });
  const end = useCommand('cabinetEndSession', again);
  const endOthers = useCommand('cabinetEndOtherSessions', again);
  const items = data?.items ?? [];
  return (
    <section className="sheet" aria-labelledby="sessions">
      <h2 id="sessions">{t('sessions.title')}</h2>
      <Trouble error={error ?? end.error ?? endOthers.error} />
      <ul className="plain-list">
        {items.map((session) => (
          <li key={session.id} className="session-row">
            <div className="grow">
              <div>{deviceName(session.userAgent) ?? t('sessions.unknown')} {session.current && <StateTag tone="fine">{t('sessions.this')}</StateTag>}</div>
              <div className="soft small">{session.ip ?? '—'} · {relativeTime(session.lastSeenAt)}</div>
            </div>
            {!session.current && <button type="button" className="quiet-button" disabled={end.isPending} onClick={() => end.mutate({ params: { id: session.id } })}>{t('sessions.end')}</button>}
          </li>
        ))}
      </ul>
      {items.length > 1 && <button type="button" className="danger-button" disabled={endOthers.isPending} onClick={() => endOthers.mutate({})}>{t('sessions.endOthers')}</button>}
    </section>
  );
}
