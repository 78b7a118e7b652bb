// Search from anywhere (Ctrl+K): a client by name, number or phone; Enter shows it in the clients' section.
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ClientSelect } from '../clients/ClientSelect.js';
import { useKey } from './keys.js';

export function QuickSearch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  const [round, setRound] = useState(0);
  useKey('Ctrl+K', () => box.current?.querySelector('input')?.focus());
  return (
    <div className="quick-search" ref={box}>
      <ClientSelect
        key={round} label={t('quickSearch')} placeholder={t('quickSearchHint')} value={null}
        onChange={(client) => {
          if (!client) return;
          setRound(round + 1);
          void navigate(`/clients?client=${client.id}${client.parentId === null ? '' : `&parent=${client.parentId}`}`);
        }}
      />
    </div>
  );
}
