// A file is dropped or chosen; or a known data set is taken without a file.
import { InboxOutlined } from '@ant-design/icons';
import { Button, Progress, Select, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { CallError } from '../../ui/api/call-error.js';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import { upload } from '../../ui/api/http.js';
import { ProblemNote } from '../../ui/components/small.js';

/** This recipe reads one plain table, so that it also fits a file of one's own. */
const RECIPE_FOR_FILES = 'ru-predgorny';

export function UploadPanel() {
  const { t } = useTranslation('imports');
  const live = useLive();
  const navigate = useNavigate();
  const recipes = useOperation('listImportRecipes', {});
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState<CallError | null>(null);
  const [recipe, setRecipe] = useState<string | undefined>();

  const begin = async (start: () => Promise<{ id: number }>) => {
    setError(null);
    setShare(0);
    try {
      const { id } = await start();
      void navigate(`/imports/${id}`);
    } catch (problem) {
      setError(problem as CallError);
      setShare(null);
    }
  };
  const send = (file: File) => begin(() => upload<{ id: number }>(recipe === RECIPE_FOR_FILES ? `/imports?recipe=${recipe}` : '/imports', file, setShare));
  return (
    <div className="upload-panel">
      <Upload.Dragger accept=".csv,.tsv,.txt,.xlsx,.gz,.zip" showUploadList={false} disabled={share !== null} beforeUpload={(file) => { void send(file); return false; }} aria-label={t('upload.drop')}>
        {share === null ? (
          <div className="row upload-hint"><InboxOutlined aria-hidden="true" /><span><b>{t('upload.drop')}</b><br /><span className="soft">{t('upload.formats')}</span></span></div>
        ) : (
          <div className="column"><span role="status">{share < 1 ? t('upload.sending') : t('upload.reading')}</span><Progress percent={Math.round(share * 100)} aria-label={t('upload.sending')} /></div>
        )}
      </Upload.Dragger>
      {(recipes.data?.items.length ?? 0) > 0 && (
        <div className="column recipe-panel">
          <span className="soft">{t('recipe.label')}</span>
          <Select
            aria-label={t('recipe.label')} allowClear placeholder={t('recipe.none')} value={recipe} onChange={(next: string | undefined) => setRecipe(next)} popupMatchSelectWidth={false}
            options={(recipes.data?.items ?? []).map(({ name, title, full }) => ({ value: name, label: full ? title : `${title} (${t('recipe.extract')})` }))}
          />
          <Button disabled={recipe === undefined || share !== null} onClick={() => void begin(() => live.call('createImportFromRecipe', { recipe: recipe as typeof RECIPE_FOR_FILES }))}>{t('recipe.start')}</Button>
        </div>
      )}
      <ProblemNote error={error} />
    </div>
  );
}
