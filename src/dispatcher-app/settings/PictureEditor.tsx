// A picture: dropped or chosen, shown as the server has made it anew.
import { DeleteOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallError } from '../../ui/api/call-error.js';
import { upload } from '../../ui/api/http.js';
import { ProblemNote } from '../../ui/components/small.js';

interface Props {
  label: string;
  /** Id of a picture; null = explicitly none. */
  value: number | null | undefined;
  onChange(value: unknown): void;
  disabled?: boolean;
}

export function PictureEditor({ label, value, onChange, disabled = false }: Props) {
  const { t } = useTranslation('settings');
  const [error, setError] = useState<CallError | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (file: File) => {
    setBusy(true);
    setError(null);
    try {
      onChange((await upload<{ id: number }>('/images', file, () => undefined)).id);
    } catch (problem) {
      setError(problem as CallError);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="column">
      <div className="row">
        {typeof value === 'number' ? <img className="picture" src={`/api/v1/images/${value}`} alt={label} /> : <span className="soft">{value === null ? t('none') : t('editor.noPicture')}</span>}
        <Upload accept="image/png,image/jpeg,image/webp,image/gif" showUploadList={false} disabled={disabled} beforeUpload={(file) => { void send(file); return false; }}>
          <Button icon={<UploadOutlined />} loading={busy} disabled={disabled}>{t('editor.upload')}</Button>
        </Upload>
        {value !== null && <Button type="text" icon={<DeleteOutlined />} disabled={disabled} onClick={() => onChange(null)}>{t('none')}</Button>}
      </div>
      <ProblemNote error={error} />
    </div>
  );
}
