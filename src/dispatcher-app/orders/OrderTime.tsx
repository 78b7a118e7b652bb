// When a car is wanted: of today only the time, else the day too.
import { Tooltip } from 'antd';
import { DateTime } from 'luxon';
import { exactTime } from '../../ui/format/dates.js';
import { currentLanguage } from '../../ui/i18n/i18n.js';

export function OrderTime({ at }: { at: string }) {
  const time = DateTime.fromISO(at).setLocale(currentLanguage());
  const clock = time.toFormat('HH:mm');
  const text = time.hasSame(DateTime.now(), 'day') ? clock : `${time.toLocaleString({ day: 'numeric', month: 'short', ...(time.year !== DateTime.now().year && { year: '2-digit' }) })} ${clock}`;
  return <Tooltip title={exactTime(at)}><time dateTime={at} className="number">{text}</time></Tooltip>;
}
