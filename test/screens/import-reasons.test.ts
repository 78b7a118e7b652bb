// What an import says about rows is stored as English sentences, and said by the screens in the reader's language: each that
// the sources can make must be among the texts, or a Russian sees English.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { recognise } from '../../src/ui/imports/reasons.js';

const FOLDER = 'src/imports';
/** Refusals of requests are said by their codes; what interrupts a job is said to nobody. */
const REQUESTS = 'imports.ts';
const UNSAID = /'import\.state'|new Interrupted\(/;
const LITERAL = /(['`])((?:[A-Z"]|\$\{found|\$\{read)(?:\\.|\$\{(?:[^{}`]|`[^`]*`)*\}|(?!\1).)*\.)\1/g;

/** Template → a sentence with a word wherever a value would be. */
const filled = (literal: string) => literal.replaceAll(/\$\{(?:[^{}`]|`[^`]*`)*\}/g, (value) => (value.includes(' ? ') ? '' : 'word')).replace('\\ufffd', '\ufffd');

describe('Reasons of an import', () => {
  it('are all among the texts that the screens say in the reader’s language', () => {
    const sentences = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && file !== REQUESTS).flatMap((file) => {
      const lines = readFileSync(path.join(FOLDER, file), 'utf8').split('\n').filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line) && !UNSAID.test(line));
      return lines.flatMap((line) => [...line.matchAll(LITERAL)].map(([, , literal]) => filled(literal as string)));
    });
    expect(sentences.length, 'the sources are read').to.be.greaterThan(40);
    expect(sentences.filter((sentence) => recognise(sentence) === null)).to.deep.equal([]);
  });

  it('are recognised with their names, the sentence that says most first', () => {
    expect(recognise('The external id "a.1 (x)" is in row 5 of June.xlsx already, with other values.')).to.deep.equal({ key: 'externalIdTwice', values: { id: 'a.1 (x)', place: 'row 5 of June.xlsx' } });
    expect(recognise('row 5 of June.xlsx')).to.deep.equal({ key: 'placeRowOf', values: { row: '5', source: 'June.xlsx' } });
    expect(recognise('It is no e-mail address; it was left out.')?.key).to.equal('noEmail');
    expect(recognise('It must have at most 60 characters; it was left out.')).to.deep.equal({ key: 'wrong', values: { rule: 'must have at most 60 characters' } });
    expect(recognise('There is no item "North". It was left out.')).to.deep.equal({ key: 'refused', values: { first: 'There is no item "North".' } });
    expect(recognise('Something new')).to.equal(null);
  });
});
