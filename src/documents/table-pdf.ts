// A table as PDF: what is saved as CSV and XLSX, to be printed.
import type { Content } from 'pdfmake/interfaces.js';
import { toPdf } from './pdf.js';
import type { Table } from './table.js';
import { type DocumentLanguage, moneyText, wordsIn } from './words.js';

export function tablePdf({ title, columns, rows }: Table, subtitle: string, language: DocumentLanguage): Promise<Buffer> {
  const say = wordsIn(language);
  const right = (index: number) => (columns[index]?.kind ?? 'text') !== 'text';
  const shown = (value: string | number | null, index: number) => (value === null ? '' : columns[index]?.kind === 'money' ? moneyText(String(value), language) : String(value));
  const cell = (value: string | number | null, index: number): Content => ({ text: shown(value, index), alignment: right(index) ? 'right' : 'left' });
  return toPdf({
    info: { title },
    pageOrientation: 'landscape',
    content: [
      { text: title, fontSize: 16, bold: true },
      { text: subtitle, margin: [0, 2, 0, 8] },
      {
        layout: 'lightHorizontalLines',
        table: { headerRows: 1, widths: columns.map((_, index) => (right(index) ? 'auto' : '*')), body: [columns.map((column, index) => ({ text: column.title, bold: true, alignment: right(index) ? ('right' as const) : ('left' as const) })), ...rows.map((row) => row.map(cell))] },
      },
    ],
    footer: (page, pages) => ({ text: `${say('page')} ${page} / ${pages}`, alignment: 'right', margin: [0, 10, 40, 0], fontSize: 8 }),
  });
}
