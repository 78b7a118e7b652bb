// One accent, neutral greys, three meanings (look.md). antd's tokens and our own styles are made from this one table.
export interface Tokens {
  accent: string;
  accentSoft: string;
  text: string;
  textSoft: string;
  inherited: string;
  surface: string;
  raised: string;
  sunken: string;
  line: string;
  cannot: string;
  cannotSoft: string;
  look: string;
  lookSoft: string;
  fine: string;
  fineSoft: string;
}

export const light: Tokens = {
  accent: '#0b6b66', accentSoft: '#e0f0ee', text: '#1a2226', textSoft: '#526067', inherited: '#66747b',
  surface: '#ffffff', raised: '#ffffff', sunken: '#f4f6f7', line: '#dbe1e4',
  cannot: '#b3261e', cannotSoft: '#fdecea', look: '#8a5300', lookSoft: '#fdf2dc', fine: '#1b6e3c', fineSoft: '#e4f4ea',
};

export const dark: Tokens = {
  accent: '#4fc3b8', accentSoft: '#12393a', text: '#e6ecee', textSoft: '#a3b1b7', inherited: '#93a1a8',
  surface: '#12181b', raised: '#1a2226', sunken: '#0c1113', line: '#2b363b',
  cannot: '#ff8a80', cannotSoft: '#3d1a18', look: '#f2b84b', lookSoft: '#38290c', fine: '#6fd08c', fineSoft: '#12301d',
};

export function asVariables(tokens: Tokens): Record<string, string> {
  return Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value]));
}
