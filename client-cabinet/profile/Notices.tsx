// Which notices about orders the client wants, of those that the rules send it.
import { useTranslation } from 'react-i18next';
import { queries, useCommand, useOperation } from '../../src/ui/api/hooks.js';
import type { Result } from '../../src/ui/api/operations.js';
import { useSession } from '../session.js';
import { Trouble } from '../shell/Trouble.js';

type Notice = Result<'cabinetGetNotices'>['items'][number];

const channels = ['email', 'sms'] as const;

export function Notices() {
  const { t } = useTranslation('profile');
  const { me, readOnly } = useSession();
  const { data, error } = useOperation('cabinetGetNotices', {}, { watch: ['self', `client:${me.id}`] });
  const mute = useCommand('cabinetMuteNotices', (result) => queries.setQueryData(['cabinetGetNotices', {}], result));
  const items = data?.items ?? [];
  const events = [...new Set(items.map(({ event }) => event))];
  const choose = (chosen: Notice) => {
    const muted = items.map((one) => (one === chosen ? { ...one, wanted: !one.wanted } : one)).filter(({ wanted }) => !wanted).map(({ event, channel }) => ({ event, channel }));
    mute.mutate({ body: { muted } });
  };
  return (
    <section className="sheet" aria-labelledby="notices">
      <h2 id="notices">{t('notice.title')}</h2>
      <Trouble error={error ?? mute.error} />
      {data && <p className="soft">{t(items.length === 0 ? 'notice.none' : 'notice.hint')}</p>}
      {items.length > 0 && (
        <table className="notices">
          <thead><tr><th scope="col">{t('notice.event')}</th>{channels.map((channel) => <th key={channel} scope="col">{t(`notice.${channel}`)}</th>)}</tr></thead>
          <tbody>
            {events.map((event) => (
              <tr key={event}>
                <th scope="row">{t(`notice.events.${event}`)}</th>
                {channels.map((channel) => {
                  const one = items.find((item) => item.event === event && item.channel === channel);
                  return (
                    <td key={channel}>
                      {one ? <label className="check"><input type="checkbox" checked={one.wanted} disabled={readOnly || mute.isPending} aria-label={t('notice.of', { event: t(`notice.events.${event}`), channel: t(`notice.${channel}`) })} onChange={() => choose(one)} /></label> : <span className="soft">—</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
