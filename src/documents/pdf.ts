// PDF with Cyrillic: the font comes with the package, nothing is fetched.
import { createRequire } from 'node:module';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

interface PdfMake {
  addFonts(fonts: object): void;
  setUrlAccessPolicy(allows: (url: string) => boolean): void;
  setLocalAccessPolicy(allows: (path: string) => boolean): void;
  createPdf(definition: TDocumentDefinitions): { getBuffer(): Promise<Buffer> };
}

let loaded: PdfMake | undefined;

function load(): PdfMake {
  const require = createRequire(import.meta.url);
  const pdfmake = require('pdfmake') as PdfMake;
  const fonts = require('pdfmake/fonts/Roboto.js') as { Roboto: Record<string, string> };
  pdfmake.addFonts(fonts);
  // A document is made of text that people typed: it may reach no address and no file but the fonts.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => Object.values(fonts.Roboto).includes(path));
  return pdfmake;
}

/** Loaded at first use: it takes 15 MiB that most processes never need. */
export function toPdf(definition: TDocumentDefinitions): Promise<Buffer> {
  loaded ??= load();
  return loaded.createPdf({ defaultStyle: { font: 'Roboto', fontSize: 9 }, pageMargins: [40, 40, 40, 40], ...definition }).getBuffer();
}
