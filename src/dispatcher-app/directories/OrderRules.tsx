// D-25: whether an order from an unknown phone makes a client, and in which group.
import { Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallError } from '../../ui/api/call-error.js';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import { ProblemNote } from '../../ui/components/small.js';
import { useClientActions } from '../clients/use-client-actions.js';
import { useSession } from '../session.js';

const NOBODY = 0;

export function OrderRules() {
  const { t } = useTranslation('directories');
  const live = useLive();
  const { can } = useSession();
  const { done } = useClientActions();
  const rules = useOperation('getOrderRules', {}, { watch: ['orderRules'] });
  const groups = useOperation('listGroups', {}, { watch: ['group'] });
  const [error, setError] = useState<CallError | null>(null);
  const put = (autoCreateGroupId: number | null, version?: number) => live.call('setOrderRules', {}, { autoCreateGroupId, ...(version !== undefined && { version }) }).then(() => rules.refetch());
  const choose = async (id: number) => {
    if (!rules.data) return;
    const { autoCreateGroupId: before, version } = rules.data;
    setError(null);
    try {
      await put(id === NOBODY ? null : id, version);
      done(t('orderRules.saved'), () => put(before));
    } catch (problem) {
      setError(problem as CallError);
      await rules.refetch();
    }
  };
  return (
    <div className="page">
      <h1>{t('list.order-rules')}</h1>
      <div className="panel narrow">
        <ProblemNote error={error ?? rules.error} />
        <Form layout="vertical" component={false}>
          <Form.Item label={t('orderRules.label')} htmlFor="auto-create" extra={t('orderRules.hint')}>
            <Select
              id="auto-create" aria-label={t('orderRules.label')} disabled={!can('group.manage') || !rules.data} loading={rules.isLoading} value={rules.data ? (rules.data.autoCreateGroupId ?? NOBODY) : undefined} onChange={(id: number) => void choose(id)}
              options={[{ value: NOBODY, label: t('orderRules.none') }, ...(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
            />
          </Form.Item>
        </Form>
      </div>
    </div>
  );
}
