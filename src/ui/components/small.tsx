// The small words of the screens: money, phones, paths, states, times.
import { BlockOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { exactTime, relativeTime } from '../format/dates.js';
import { formatPhone } from '../format/phone.js';
import { StateTag, type Tone } from './plain.js';

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

/** Cut where there is no room, full on hover. */
function WholeTag({ text, ...tag }: { tone: Tone; icon: ReactNode; text: string }) {
  return <StateTag {...tag}><span className="clip" title={text}>{text}</span></StateTag>;
}

/** Blocked and deleted, with the client that causes it. */
export function ClientState({ client }: { client: { id: number; blocked: boolean; blockedBy: { id: number; name: string; reason: string | null } | null; deleted: boolean; deletedBy: Named | null } }) {
  const { t } = useTranslation();
  const { blockedBy, deletedBy } = client;
  return (
    <>
      {client.deleted && <WholeTag tone="plain" icon={<DeleteOutlined />} text={deletedBy && deletedBy.id !== client.id ? t('state.superiorDeleted', { name: deletedBy.name }) : t('state.deleted')} />}
      {client.blocked && (
        <WholeTag tone="cannot" icon={<BlockOutlined />} text={`${blockedBy && blockedBy.id !== client.id ? t('state.superiorBlocked', { name: blockedBy.name }) : t('state.blocked')}${blockedBy?.reason ? `: ${blockedBy.reason}` : ''}`} />
      )}
    </>
  );
}
