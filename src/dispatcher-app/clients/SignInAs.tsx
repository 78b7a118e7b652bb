// Into the cabinet in a client's place (B-16): why, for how long, and whether only to look; it opens in a tab of its own.
import { Button, Checkbox, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../ui/api/hooks.js';
import { Dialog } from '../../ui/components/Dialog.js';
import { ProblemNote } from '../../ui/components/small.js';
import type { Acted } from './use-client-actions.js';

const SHORTEST_REASON = 3;

interface Props {
  client: Acted;
  onDone(said: string): void;
  onClose(): void;
}

export function SignInAs({ client, onDone, onClose }: Props) {
  const { t } = useTranslation('clients');
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState(30);
  const [readOnly, setReadOnly] = useState(true);
  const open = useCommand('openCabinetSession');
  const ready = reason.trim().length >= SHORTEST_REASON && !open.isPending;
  const go = () => {
    if (!ready) return;
    // Opened by the click itself: a window that opens after an answer is blocked as an advertisement.
    const tab = window.open('about:blank', '_blank');
    if (tab) tab.opener = null;
    open.mutate({ params: { id: client.id }, body: { reason: reason.trim(), minutes, readOnly } }, {
      onSuccess: ({ ticket }) => {
        const address = `/cabinet/#ticket=${ticket}`;
        if (tab) tab.location.replace(address);
        else window.location.assign(address);
        onDone(t('signInAs.opened', { name: client.name }));
        onClose();
      },
      onError: () => tab?.close(),
    });
  };
  return (
    <Dialog
      open title={t('signInAs.title', { name: client.name })} onCancel={onClose} width={460}
      footer={<Button type="primary" disabled={!ready} loading={open.isPending} onClick={go}>{t('signInAs.open')}</Button>}
    >
      <Form layout="vertical" onFinish={go}>
        <p className="soft">{t('signInAs.what')}</p>
        <Form.Item label={t('signInAs.reason')} htmlFor="sign-in-reason" extra={t('signInAs.reasonHint')} required>
          <Input id="sign-in-reason" data-autofocus maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
        </Form.Item>
        <Form.Item label={t('signInAs.minutes')} htmlFor="sign-in-minutes">
          <InputNumber id="sign-in-minutes" min={1} max={60} precision={0} value={minutes} onChange={(next) => next !== null && setMinutes(next)} />
        </Form.Item>
        <Form.Item extra={t('signInAs.readOnlyHint')}><Checkbox checked={readOnly} onChange={({ target }) => setReadOnly(target.checked)}>{t('signInAs.readOnly')}</Checkbox></Form.Item>
        <ProblemNote error={open.error} />
        <button type="submit" hidden />
      </Form>
    </Dialog>
  );
}
