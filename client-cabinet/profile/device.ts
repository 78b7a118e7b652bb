const browsers = [['YaBrowser', 'Yandex Browser'], ['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']] as const;
const systems = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Windows', 'Windows'], ['Mac OS X', 'macOS'], ['Linux', 'Linux']] as const;

/** "Firefox, Windows" out of what a browser says of itself: the first sign that fits, as each also names the later ones. */
export function deviceName(userAgent: string | null): string | null {
  const found = [browsers, systems].map((signs) => signs.find(([sign]) => userAgent?.includes(sign))?.[1]).filter((name) => name !== undefined);
  return found.length > 0 ? found.join(', ') : null;
}
