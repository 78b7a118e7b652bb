import { expect } from 'chai';
import { parseDay, parseFlag, parseKind, parsePhones, parseSex } from '../../src/imports/cells.js';
import { guessMapping, guessOptions, guessSeparator } from '../../src/imports/guess.js';

const numbers = (text: string, country = 'GB') => parsePhones(text, country).phones.map(({ number, digits, identifiesCaller }) => [number, digits, identifiesCaller]);

describe('imports: cells', () => {
  it('splits several numbers of a cell and takes labels off', () => {
    expect(numbers('0207 035 4848 or Minicom 0207 035 4742')).to.deep.equal([['0207 035 4848', '442070354848', true], ['0207 035 4742', '442070354742', true]]);
    expect(numbers('T: 020 7147 2412 / 020 7147 2413; 0131 556 8400')).to.have.length(3);
    expect(numbers('+7 (495) 123-45-67, 8 916 123-45-67', 'RU')).to.deep.equal([['+7 (495) 123-45-67', '74951234567', true], ['8 916 123-45-67', '79161234567', true]]);
    expect(numbers('020 7147 2412\n020 7147 2412')).to.have.length(1);
  });

  it('keeps an incomplete number as a contact, and says so; leaves junk out, and says so', () => {
    expect(parsePhones('21 7449 5517', 'GB')).to.deep.equal({
      phones: [{ number: '21 7449 5517', digits: '2174495517', main: false, useForCalls: true, identifiesCaller: false }],
      remarks: [{ value: '21 7449 5517', reason: 'It is no complete phone number; it was kept as a contact number.' }],
    });
    for (const junk of ['FCO Press Office', '12', 'n/a', '1'.repeat(40), '+']) {
      const { phones, remarks } = parsePhones(junk, 'GB');
      expect(phones, junk).to.deep.equal([]);
      expect(remarks.every(({ reason }) => reason.includes('left out')) && remarks.length > 0, junk).to.equal(true);
    }
  });

  it('reads days in the usual forms, and refuses what is none', () => {
    expect(['2026-02-03', '03.02.2026', '3/2/2026', '2026/2/3', '2026-02-03T10:00:00Z'].map((text) => parseDay(text, 'dmy'))).to.deep.equal(Array.from({ length: 5 }, () => '2026-02-03'));
    expect(parseDay('2/3/2026', 'mdy')).to.equal('2026-02-03');
    expect(parseDay('03.02.2026', 'mdy'), 'dots are never American').to.equal('2026-02-03');
    for (const text of ['30.02.2026', '2026-13-01', '1.2.26', 'tomorrow', '', '12345']) expect(parseDay(text, 'dmy'), text).to.equal(undefined);
  });

  it('reads yes and no, kinds and sexes in three languages', () => {
    expect(['yes', 'Да', 'OUI', '1', 'x', '+'].map(parseFlag)).to.deep.equal([true, true, true, true, true, true]);
    expect(['no', 'Нет', 'non', '0', '-'].map(parseFlag)).to.deep.equal([false, false, false, false, false]);
    expect(parseFlag('maybe')).to.equal(undefined);
    expect(['Отдел', 'Société', 'employee', 'Физ. лицо', 'robot'].map(parseKind)).to.deep.equal(['department', 'organisation', 'employee', 'person', undefined]);
    expect(['М', 'жен', 'Femme', 'other'].map(parseSex)).to.deep.equal(['male', 'female', 'female', undefined]);
  });
});

describe('imports: the guessed mapping', () => {
  const targets = (columns: string[], samples: string[][] = []) => {
    const mapping = guessMapping(columns, samples);
    return columns.map((_, column) => mapping.find((known) => known.column === column)?.target ?? null);
  };

  it('D-30 knows headers in English, Russian and French', () => {
    expect(targets(['ID', 'Parent ID', 'Name', 'Phone', 'Mobile', 'E-mail', 'Address', 'Contract from'])).to.deep.equal(['externalId', 'parentExternalId', 'name', 'phones', 'phones', 'email', 'address', 'contractFrom']);
    expect(targets(['Код', 'Вышестоящее подразделение', 'Наименование', 'Телефон', 'Эл. почта', 'Адрес', 'Пол', 'Дата рождения', 'Тариф'])).to.deep.equal([
      'externalId', 'parentExternalId', 'name', 'phones', 'email', 'address', 'sex', 'birthDate', 'settings.tariff',
    ]);
    expect(targets(['Identifiant', 'Unité supérieure', 'Nom', 'Téléphone', 'Courriel', 'Adresse', 'Étiquettes'])).to.deep.equal(['externalId', 'parentExternalId', 'name', 'phones', 'email', 'address', 'tags']);
  });

  it('D-30 takes the department beside a person for the unit it belongs to, in any order, unless a superior is said otherwise', () => {
    expect(targets(['Department', 'Employee', 'Personnel number', 'Phone'])).to.deep.equal(['path', 'name', 'externalId', 'phones']);
    expect(targets(['ФИО', 'Отдел', 'Табельный номер', 'Телефон'])).to.deep.equal(['name', 'path', 'externalId', 'phones']);
    expect(targets(['Matricule', 'Nom', 'Service', 'Courriel'])).to.deep.equal(['externalId', 'name', 'path', 'email']);
    expect(targets(['ID', 'Parent ID', 'Name', 'Department'])).to.deep.equal(['externalId', 'parentExternalId', 'name', null]);
    expect(targets(['Department', 'Phone'])).to.deep.equal(['name', 'phones']);
  });

  it('looks into the columns where their names say nothing', () => {
    const rows = [['Bank', 'a@b.example', '+7 495 123-45-67'], ['Shop', 'c@d.example', '+7 495 123-45-68']];
    expect(targets(['A', 'B', 'C'], rows)).to.deep.equal(['name', 'email', 'phones']);
  });

  it('finds the separator of paths, and whether they end with the name', () => {
    expect(guessSeparator(['Bank / Branch 3 / Cash desk', 'Bank / EDA/VBS'])).to.equal(' / ');
    expect(guessSeparator(['Bank>Branch 3'])).to.equal('>');
    const mapping = [{ column: 0, target: 'path' }, { column: 1, target: 'name' }];
    expect(guessOptions(mapping, [['Bank/Desk', 'Desk'], ['Bank', 'Bank']])).to.deep.equal({ pathSeparator: '/', pathIncludesName: true });
    expect(guessOptions(mapping, [['Bank', 'Desk'], ['Bank', 'Other']])).to.deep.include({ pathIncludesName: false });
    expect(guessOptions([{ column: 0, target: 'birthDate' }], [['02/13/2001'], ['03/04/2002']])).to.deep.equal({ dates: 'mdy' });
  });
});
