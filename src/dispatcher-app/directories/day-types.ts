export const dayTypes = ['working', 'dayOff', 'holiday', 'beforeHoliday'] as const;
export type DayType = (typeof dayTypes)[number];
