// Words of the screens that need nothing heavy: they are in the first thing that a phone loads.
import { CheckCircleOutlined, CloseCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallError } from '../api/call-error.js';
import { formatMoney, type Money } from '../format/money.js';
import { useProblemText } from './problem-text.js';

export function MoneyText({ money, signed = false }: { money: Money | null | undefined; signed?: boolean }) {
  if (!money) return <span className="soft">—</span>;
  const negative = money.amount.startsWith('-');
  return <span className={`number ${negative ? 'cannot' : ''}`}>{signed && !negative ? '+' : ''}{formatMoney(money)}</span>;
}

export type Tone = 'cannot' | 'look' | 'fine' | 'plain';
const toneIcons: Record<Tone, ReactNode> = { cannot: <CloseCircleOutlined />, look: <ExclamationCircleOutlined />, fine: <CheckCircleOutlined />, plain: null };

/** A state: never by colour alone. */
export function StateTag({ tone, icon, children }: { tone: Tone; icon?: ReactNode; children: ReactNode }) {
  return <span className={`state-tag ${tone}`}>{icon ?? toneIcons[tone]}{children}</span>;
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return <div className="empty"><h3>{title}</h3>{children}</div>;
}

export function ProblemNote({ error, onRetry }: { error: CallError | null | undefined; onRetry?(): void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  if (!error) return null;
  return <Alert type="error" showIcon title={text(error)} action={onRetry && <Button onClick={onRetry}>{t('again')}</Button>} />;
}
