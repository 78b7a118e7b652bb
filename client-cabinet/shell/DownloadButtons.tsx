import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallError } from '../../src/ui/api/call-error.js';
import { download } from '../../src/ui/api/http.js';
import { Trouble } from './Trouble.js';

/** Files that the server makes: name of the format and address of each. */
export function DownloadButtons({ files }: { files: readonly (readonly [name: string, path: string])[] }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<CallError | null>(null);
  const save = async (path: string) => {
    setBusy(path);
    setError(null);
    await download(path).catch((problem: unknown) => setError(problem instanceof CallError ? problem : new CallError('line.lost', {})));
    setBusy(null);
  };
  return (
    <>
      <div className="acts">{files.map(([name, path]) => <button key={path} type="button" className="quiet-button" disabled={busy !== null} onClick={() => void save(path)}>{t('saveAs', { format: name })}</button>)}</div>
      <Trouble error={error} />
    </>
  );
}
