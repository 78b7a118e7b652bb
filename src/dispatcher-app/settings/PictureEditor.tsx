// A picture: a file of one's own, shown as the server has made it anew, or one that is there already.
import { DeleteOutlined, PictureOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Modal, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallError } from '../../ui/api/call-error.js';
import { upload } from '../../ui/api/http.js';
import { useOperationPages } from '../../ui/api/pages.js';
import { Empty, ProblemNote } from '../../ui/components/small.js';

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
  const [choosing, setChoosing] = useState(false);
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
        <Button icon={<PictureOutlined />} disabled={disabled} onClick={() => setChoosing(true)}>{t('editor.known')}</Button>
        {value !== null && <Button type="text" icon={<DeleteOutlined />} disabled={disabled} onClick={() => onChange(null)}>{t('none')}</Button>}
      </div>
      <ProblemNote error={error} />
      <KnownPictures open={choosing} value={value} onClose={() => setChoosing(false)} onChoose={(id) => { onChange(id); setChoosing(false); }} />
    </div>
  );
}

const PICTURES_AT_ONCE = 24;

/** Pictures that somebody has uploaded before: the logo of a superior, last year's one. */
function KnownPictures({ open, value, onChoose, onClose }: { open: boolean; value: number | null | undefined; onChoose(id: number): void; onClose(): void }) {
  const { t } = useTranslation('settings');
  const found = useOperationPages('listImages', { limit: PICTURES_AT_ONCE }, { enabled: open });
  return (
    <Modal open={open} onCancel={onClose} footer={null} width={640} title={t('editor.knownTitle')} destroyOnHidden>
      <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
      {found.rows.length === 0 && !found.isFetching && !found.error && <Empty title={t('editor.noneKnown')}><p>{t('editor.noneKnownHint')}</p></Empty>}
      <ul className="known-pictures">
        {found.rows.map(({ id, name, width, height }) => (
          <li key={id}>
            <Button className="known-picture" aria-pressed={id === value} onClick={() => onChoose(id)}>
              <img src={`/api/v1/images/${id}`} alt="" loading="lazy" width={width} height={height} />
              <span className="clip">{name}</span>
            </Button>
          </li>
        ))}
      </ul>
      {found.hasNextPage && <Button onClick={found.more}>{t('editor.moreKnown')}</Button>}
    </Modal>
  );
}
