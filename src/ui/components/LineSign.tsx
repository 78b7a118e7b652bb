// Live, or how old the screen is (S-11), in both screens.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLineState, useLive } from '../api/hooks.js';

export function LineSign() {
  const { t } = useTranslation();
  const live = useLive();
  const state = useLineState();
  const [, tick] = useState(0);
  useEffect(() => {
    if (state === 'live') return;
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [state]);
  const age = Math.round((Date.now() - live.freshAt) / 1_000);
  const said = state === 'live' ? t('line.live') : state === 'connecting' ? t('line.connecting') : t('line.lost', { count: age });
  return <output className={`line-sign ${state}`}><span aria-hidden="true">{state === 'live' ? '●' : '○'}</span> <span className="said">{said}</span></output>;
}
