import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallError } from '../../ui/api/call-error.js';
import { request } from '../../ui/api/http.js';
import { ProblemNote } from '../../ui/components/small.js';
import { LanguageChoice, SchemeChoice } from './choices.js';
import type { User } from '../session.js';

export function SignIn({ ended, onSignedIn }: { ended: boolean; onSignedIn(user: User): void }) {
  const { t } = useTranslation();
  const [error, setError] = useState<CallError | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (values: { login: string; password: string }) => {
    setBusy(true);
    setError(null);
    try {
      onSignedIn((await request<{ user: User }>('POST', '/sessions', values)).user);
    } catch (problem) {
      setError(problem as CallError);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <div className="sign-in-card column">
        <h1 className="brand">Treeline</h1>
        {ended && !error && <Alert type="info" showIcon title={t('signIn.ended')} />}
        <ProblemNote error={error} />
        <Form layout="vertical" requiredMark={false} onFinish={(values) => void submit(values)}>
          <Form.Item name="login" label={t('signIn.login')} rules={[{ required: true, message: t('signIn.loginMissing') }]}><Input size="large" autoFocus autoComplete="username" /></Form.Item>
          <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('signIn.passwordMissing') }]}><Input.Password size="large" autoComplete="current-password" /></Form.Item>
          <Button type="primary" size="large" htmlType="submit" block loading={busy}>{t('signIn.enter')}</Button>
        </Form>
        <div className="row apart"><LanguageChoice /><SchemeChoice /></div>
      </div>
    </main>
  );
}
