// A table as PDF: what is saved as CSV and XLSX, to be printed.
import type { Content } from 'pdfmake/interfaces.js';
import { toPdf } from './pdf.js';
import type { Table } from './table.js';
import { dayText, type DocumentLanguage, moneyText, wordsIn } from './words.js';

/** Columns of names and paths share what the short ones leave. */
const WIDE = 30;
const DAY = /\b\d{4}-\d\d-\d\d\b/g;

export function tablePdf({ title, columns, rows }: Table, subtitle: string, language: DocumentLanguage): Promise<Buffer> {
  const say = wordsIn(language);
  const days = (text: string) => text.replace(DAY, (day) => dayText(day, language));
  const right = (index: number) => (columns[index]?.kind ?? 'text') !== 'text';
  const shown = (value: string | number | null, index: number) => (value === null ? '' : columns[index]?.kind === 'money' ? moneyText(String(value), language) : days(String(value)));
  const cell = (value: string | number | null, index: number): Content => ({ text: shown(value, index), alignment: right(index) ? 'right' : 'left', noWrap: right(index) });
  return toPdf({
    info: { title },
    pageOrientation: 'landscape',
    content: [
      { text: title, fontSize: 16, bold: true },
      { text: days(subtitle), margin: [0, 2, 0, 8] },
      {
        layout: 'lightHorizontalLines',
        table: { headerRows: 1, dontBreakRows: true, widths: columns.map(({ width = 0 }, index) => (right(index) || (width < WIDE && columns.some((other) => (other.width ?? 0) >= WIDE)) ? 'auto' : '*')), body: [columns.map((column, index) => ({ text: column.title, bold: true, alignment: right(index) ? ('right' as const) : ('left' as const) })), ...rows.map((row) => row.map(cell))] },
      },
    ],
    footer: (page, pages) => ({ text: `${say('page')} ${page} / ${pages}`, alignment: 'right', margin: [0, 10, 40, 0], fontSize: 8 }),
  });
}
