import { useEffect, useState } from 'react';
import type { Viewer } from '../../contract/events.js';
import { useLive } from '../../ui/api/hooks.js';

/** Tells that this card is open here, and gives who else has it open (S-12). */
export function useViewers(entity: string, id: number, editing: boolean): readonly Viewer[] {
  const live = useLive();
  const [viewers, setViewers] = useState<readonly Viewer[]>([]);
  useEffect(() => live.onViewers((said) => {
    if (said.entity === entity && said.id === id) setViewers(said.viewers);
  }), [live, entity, id]);
  useEffect(() => live.view({ entity, id, editing }), [live, entity, id, editing]);
  useEffect(() => () => live.view({ entity, id: null, editing: false }), [live, entity]);
  return viewers;
}
