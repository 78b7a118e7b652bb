import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { CallError } from '../../src/ui/api/call-error.js';
import { upload } from '../../src/ui/api/http.js';
import { Trouble } from '../shell/Trouble.js';
import './imports.css';

/** A roster is dropped or chosen; its import opens when it is read. */
export function DropFile() {
  const { t } = useTranslation('imports');
  const navigate = useNavigate();
  const [share, setShare] = useState<number | null>(null);
  const [over, setOver] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const send = async (file: File | undefined) => {
    if (!file || share !== null) return;
    setError(null);
    setShare(0);
    try {
      const { id } = await upload<{ id: number }>('/cabinet/imports', file, setShare);
      void navigate(`/people/imports/${id}`);
    } catch (problem) {
      setError(problem instanceof CallError ? problem : new CallError('server.error', {}));
      setShare(null);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send(event.dataTransfer.files[0]);
  };
  return (
    <>
      <label className={`drop ${over ? 'over' : ''}`} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        <input
          type="file" className="visually-hidden" accept=".csv,.tsv,.txt,.xlsx,.gz,.zip" disabled={share !== null}
          onChange={({ target }) => {
            void send(target.files?.[0]);
            // The same file may be chosen again after it was corrected.
            target.value = '';
          }}
        />
        {share === null ? <><strong>{t('drop')}</strong><span className="soft small">{t('formats')}</span></> : <><span role="status">{t(share < 1 ? 'sending' : 'readingFile')}</span><progress max={1} value={share} aria-label={t('sending')} /></>}
      </label>
      <Trouble error={error} />
    </>
  );
}
