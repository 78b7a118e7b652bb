// The small words of the screens: money, phones, paths, states, times.
import { BlockOutlined, CheckCircleOutlined, CloseCircleOutlined, DeleteOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { Alert, Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallError } from '../api/call-error.js';
import { exactTime, relativeTime } from '../format/dates.js';
import { formatMoney, type Money } from '../format/money.js';
import { formatPhone } from '../format/phone.js';

export function MoneyText({ money, signed = false }: { money: Money | null | undefined; signed?: boolean }) {
  if (!money) return <span className="soft">—</span>;
  const negative = money.amount.startsWith('-');
  return <span className={`number ${negative ? 'cannot' : ''}`}>{signed && !negative ? '+' : ''}{formatMoney(money)}</span>;
}

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

export type Tone = 'cannot' | 'look' | 'fine' | 'plain';
const toneIcons: Record<Tone, ReactNode> = { cannot: <CloseCircleOutlined />, look: <ExclamationCircleOutlined />, fine: <CheckCircleOutlined />, plain: null };

/** A state: never by colour alone. */
export function StateTag({ tone, icon, children }: { tone: Tone; icon?: ReactNode; children: ReactNode }) {
  return <span className={`state-tag ${tone}`}>{icon ?? toneIcons[tone]}{children}</span>;
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

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return <div className="empty"><h3>{title}</h3>{children}</div>;
}

/** What went wrong in plain words, by the error's code; the server's own sentence where it says more. */
export function useProblemText(): (error: CallError) => string {
  const { t, i18n } = useTranslation('errors');
  // The server speaks English: elsewhere the code's own text stands, and the server's sentence says more about this case.
  return ({ code, problem }) => (i18n.language === 'en' && problem.detail) || t(code, { keySeparator: false, defaultValue: problem.detail ?? problem.title ?? code });
}

export function ProblemNote({ error, onRetry }: { error: CallError | null | undefined; onRetry?(): void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  if (!error) return null;
  return <Alert type="error" showIcon title={text(error)} action={onRetry && <Button onClick={onRetry}>{t('again')}</Button>} />;
}
