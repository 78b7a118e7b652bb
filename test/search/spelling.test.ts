import { expect } from 'chai';
import fc from 'fast-check';
import { inOtherScript, otherLayout, withOneTypo } from '../../src/search/spelling.js';
import { distance } from './distance.js';

describe('spelling', () => {
  it('D-24 swaps keyboard layouts both ways, keys with signs too', () => {
    expect(otherLayout('ghbdtn')).to.equal('привет');
    expect(otherLayout('привет')).to.equal('ghbdtn');
    expect(otherLayout('J,kfcnm')).to.equal('Область');
    expect(otherLayout('Ышьзыщт')).to.equal('Simpson');
    expect(otherLayout('ООО ghbdtn')).to.equal('ООО привет');
  });

  const pairs = [
    ['ivanov', 'иванов'], ['shcherbakov', 'щербаков'], ['yuliya', 'юлия'], ['yulia', 'юлия'], ['dmitriy', 'дмитрии'], ['dmitry', 'дмитрии'], ['sergey', 'сергеи'],
    ['khrushchev', 'хрущев'], ['zhukov', 'жуков'], ['tsvetkov', 'цветков'], ['pyotr', 'петр'], ['solovyov', 'соловьев'], ['olga', 'ольга'], ['rybakov', 'рыбаков'],
    ['tatyana', 'татьяна'], ['alexey', 'алексеи'], ['maria', 'мария'], ['ekaterina', 'екатерина'],
  ] as const;
  for (const [latin, cyrillic] of pairs) {
    it(`D-24 finds ${cyrillic} by ${latin} and back`, () => {
      expect(inOtherScript(latin)).to.include(cyrillic);
    });
  }

  it('D-24 finds Latin names by how they sound in Russian', () => {
    expect(inOtherScript('смит')[0]).to.equal('smit');
    expect(inOtherScript('алекс')).to.include('alex');
    expect(inOtherScript('юлия')).to.include('yulia');
  });

  it('gives no other script for numbers, and never more forms than it promises', () => {
    expect(inOtherScript('00123')).to.deep.equal([]);
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'aeiycshztk'), maxLength: 64 }), (word) => inOtherScript(word).length <= 24));
  });

  it('D-24 a typo is one letter too many, too few, wrong, or two swapped', () => {
    const letters = fc.constantFrom(...'абвг');
    const word = fc.string({ unit: letters, minLength: 3, maxLength: 6 });
    fc.assert(
      fc.property(word, fc.string({ unit: letters, minLength: 1, maxLength: 7 }), (typed, meant) => {
        expect(withOneTypo(typed).includes(meant)).to.equal(distance(typed, meant) === 1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('forgives no typos in numbers', () => {
    expect(withOneTypo('д202400123')).to.deep.equal([]);
  });
});
