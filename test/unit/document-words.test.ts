import { expect } from 'chai';
import { dayText, type DocumentLanguage, labelText, moneyText, wordsIn } from '../../src/documents/words.js';

/** Latin, Cyrillic and the signs that the font of the documents draws; of spaces only those that it has. */
const DRAWN = /^[\u0020-\u007e\u00a0-\u017f\u0400-\u045f–—‘’“”„№·›]*$/;

describe('words of documents', () => {
  for (const language of ['ru', 'en', 'fr'] as const satisfies readonly DocumentLanguage[]) {
    it(`consist of letters that their font has: ${language}`, () => {
      const said = [
        ...['0.00', '12.5', '1500.50', '1234567.89', '-98765432.10', '999999999999.99'].map((sum) => moneyText(sum, language)),
        dayText('2026-03-01', language), labelText(wordsIn(language)('total'), language), ...(['number', 'vat', 'noVat', 'charge', 'penalty', 'page'] as const).map(wordsIn(language)),
      ];
      for (const text of said) expect(text, JSON.stringify(text)).to.match(DRAWN);
    });
  }

  it('write sums and days as their language does', () => {
    expect([moneyText('1234567.5', 'fr'), moneyText('1234567.5', 'ru'), moneyText('1234567.5', 'en')]).to.deep.equal(['1\u00a0234\u00a0567,50', '1\u00a0234\u00a0567,50', '1,234,567.50']);
    expect(moneyText('900719925474099.31', 'fr'), 'exactly').to.equal('900\u00a0719\u00a0925\u00a0474\u00a0099,31');
    expect([dayText('2026-03-01', 'fr'), dayText('2026-03-01', 'ru'), dayText('2026-03-01', 'en')]).to.deep.equal(['01/03/2026', '01.03.2026', '01/03/2026']);
    expect([labelText('Total', 'fr'), labelText('Total', 'en')]).to.deep.equal(['Total\u00a0: ', 'Total: ']);
  });
});
