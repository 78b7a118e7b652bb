// Who rings now (S-6): a card at the top right with the caller, the verdict and the payer; F2 or Enter orders, Escape sends it away.
import { CloseOutlined, PhoneOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { IncomingCall } from '../../contract/calls.js';
import { useChanges, useQuestion } from '../../ui/api/hooks.js';
import { MoneyText, PathNames, PhoneText, StateTag } from '../../ui/components/small.js';
import { colon } from '../../ui/i18n/i18n.js';
import './calls.css';

const SHOWN_MS = 60_000;
const AT_MOST = 3;

export function CallCards() {
  const { t } = useTranslation('calls');
  const navigate = useNavigate();
  const [calls, setCalls] = useState<IncomingCall[]>([]);
  const box = useRef<HTMLElement>(null);
  const dismiss = useCallback((id: number) => setCalls((shown) => shown.filter((call) => call.id !== id)), []);
  useChanges(useCallback(({ entity, call }) => {
    if (entity !== 'call' || !call) return;
    setCalls((shown) => [call, ...shown.filter(({ id, phone }) => id !== call.id && phone !== call.phone)].slice(0, AT_MOST));
    setTimeout(() => dismiss(call.id), SHOWN_MS);
  }, [dismiss]));
  const [newest] = calls;
  const order = useCallback((call: IncomingCall) => {
    dismiss(call.id);
    void navigate(`/orders/new?phone=${encodeURIComponent(call.phone)}&call=${call.id}`);
  }, [dismiss, navigate]);

  useEffect(() => {
    if (!newest) return;
    // Ahead of everything else that knows these keys: whoever rings comes first.
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      const free = document.activeElement === document.body || document.activeElement?.id === 'content' || box.current?.contains(document.activeElement);
      const onButton = document.activeElement?.tagName === 'BUTTON' && box.current?.contains(document.activeElement);
      if (event.key === 'F2' || (event.key === 'Enter' && free && !onButton)) order(newest);
      else if (event.key === 'Escape') dismiss(newest.id);
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, [newest, order, dismiss]);

  return (
    <section ref={box} className="call-cards" aria-label={t('title')} aria-live="assertive">
      {calls.map((call, index) => <CallCard key={call.id} call={call} first={index === 0} onOrder={() => order(call)} onDismiss={() => dismiss(call.id)} />)}
    </section>
  );
}

function CallCard({ call, first, onOrder, onDismiss }: { call: IncomingCall; first: boolean; onOrder(): void; onDismiss(): void }) {
  const { t } = useTranslation('calls');
  const { data } = useQuestion('resolveOrder', { phone: call.phone });
  const main = data?.money?.find(({ kind }) => kind === 'main');
  return (
    <article className="call-card" aria-label={t('from', { phone: call.phone })}>
      <div className="row apart">
        <span className="row"><PhoneOutlined className="rings" /><strong><PhoneText number={call.phone} /></strong>{call.line && <span className="soft">{call.line}</span>}</span>
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('dismiss')} onClick={onDismiss} />
      </div>
      {data?.customer && (
        <>
          <div className="call-name clip">{data.customer.name}</div>
          {data.path && data.path.length > 0 && <PathNames path={data.path} />}
          <div className="row wrap">
            {data.verdict.allowed ? <StateTag tone={data.verdict.needsConfirmation ? 'look' : 'fine'}>{t('mayRide')}</StateTag> : <StateTag tone="cannot">{t(`reason.${data.verdict.reasons[0]?.code}`, { keySeparator: false, ns: 'orders', defaultValue: data.verdict.reasons[0]?.message ?? '' })}</StateTag>}
            {data.payer && data.payer.id !== data.customer.id && <span className="soft clip">{t('pays', { name: data.payer.name })}</span>}
            {main?.available && <MoneyText money={main.available} />}
          </div>
        </>
      )}
      {data && data.candidates.length > 0 && <div>{t('several', { count: data.candidates.length })}{colon()}<span className="soft">{data.candidates.slice(0, 3).map(({ name }) => name).join(', ')}</span></div>}
      {data?.unknownPhone && <div className="soft">{t('unknown')}</div>}
      <div className="row">
        <Button type="primary" onClick={onOrder}>{t('order')} {first && <kbd>F2</kbd>}</Button>
        <Button onClick={onDismiss}>{t('dismiss')} {first && <kbd>Esc</kbd>}</Button>
      </div>
    </article>
  );
}
