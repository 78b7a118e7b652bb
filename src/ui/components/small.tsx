// The small words of the screens: money, phones, paths, states, times.
import { BlockOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { exactTime, relativeTime } from '../format/dates.js';
import { formatPhone } from '../format/phone.js';
import { StateTag } from './plain.js';

export { Empty, MoneyText, ProblemNote, StateTag, type Tone } from './plain.js';
export { useProblemText } from './problem-text.js';

export function PhoneText({ number }: { number: string | null | undefined }) {
  return number ? <span className="number">{formatPhone(number)}</span> : <span className="soft">—</span>;
}

export function Time({ at }: { at: string }) {
  return <Tooltip title={exactTime(at)}><time dateTime={at} className="number">{relativeTime(at)}</time></Tooltip>;
}

export interface Named {
  id: number;
  name: string;
}

/** Names joined by ›, cut in the middle, full on hover (look.md). */
export function PathNames({ path, onGo }: { path: readonly Named[]; onGo?(unit: Named): void }) {
  if (path.length === 0) return <span className="soft">—</span>;
  const full = path.map(({ name }) => name).join(' › ');
  const shown = path.length <= 3 ? path : [path[0] as Named, null, ...path.slice(-2)];
  return (
    <Tooltip title={full}>
      <span className="path">
        {shown.map((unit, index) => (
          <span key={unit?.id ?? `cut-${index}`} className="unit">
            {unit === null ? '…' : onGo ? <Button type="link" className="path-link" onClick={() => onGo(unit)}>{unit.name}</Button> : <span className="clip">{unit.name}</span>}
          </span>
        ))}
      </span>
    </Tooltip>
  );
}

/** Blocked and deleted, with the client that causes it. */
export function ClientState({ client }: { client: { id: number; blocked: boolean; blockedBy: { id: number; name: string; reason: string | null } | null; deleted: boolean; deletedBy: Named | null } }) {
  const { t } = useTranslation();
  const { blockedBy, deletedBy } = client;
  return (
    <>
      {client.deleted && <StateTag tone="plain" icon={<DeleteOutlined />}>{deletedBy && deletedBy.id !== client.id ? t('state.superiorDeleted', { name: deletedBy.name }) : t('state.deleted')}</StateTag>}
      {client.blocked && (
        <StateTag tone="cannot" icon={<BlockOutlined />}>
          {blockedBy && blockedBy.id !== client.id ? t('state.superiorBlocked', { name: blockedBy.name }) : t('state.blocked')}{blockedBy?.reason ? `: ${blockedBy.reason}` : ''}
        </StateTag>
      )}
    </>
  );
}
