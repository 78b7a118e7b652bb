import { expect } from 'chai';
import { clientKinds, ListClientsQuery } from '../../src/contract/clients.js';
import { settingsCatalogue } from '../../src/contract/settings.js';
import { ruledEvents } from '../../src/contract/message-templates.js';
import { BankDetails } from '../../src/contract/settings.js';
import { kinds, marks, sorts } from '../../src/dispatcher-app/clients/address.js';
import { bankFields, orderEvents, settingEditors, settingSections } from '../../src/dispatcher-app/settings/editors.js';

describe('Editors of settings', () => {
  it('exist for every key of the catalogue, each shown in one section of the form', () => {
    const keys = settingsCatalogue.map(({ key }) => key).sort();
    expect(Object.keys(settingEditors).sort()).to.deep.equal(keys);
    expect(settingSections.flatMap(([, shown]) => shown).sort()).to.deep.equal(keys);
  });

  it('offer what the schema of the value takes', () => {
    for (const { key, value, reference, inheritance } of settingsCatalogue) {
      const editor = settingEditors[key];
      const { enum: choices, type, properties } = value as { enum?: string[]; type?: string; properties?: object };
      if (inheritance === 'right') expect(editor?.kind, key).to.equal('right');
      else if (choices) expect(editor, key).to.deep.equal({ kind: 'choice', values: choices });
      else if (reference && reference !== 'images') expect(editor, key).to.deep.equal({ kind: type === 'array' ? 'references' : 'reference', directory: reference });
      else if (type === 'boolean') expect(editor?.kind, key).to.equal('flag');
      else if (type === 'integer' && !reference) expect(editor?.kind, key).to.equal('count');
      else if (properties && 'amount' in properties) expect(editor?.kind, key).to.equal('money');
    }
    expect([...orderEvents]).to.deep.equal([...ruledEvents]);
    expect([...bankFields, 'invoicesAllowed'].sort()).to.deep.equal(Object.keys(BankDetails.properties).sort());
  });
});

describe('The list of clients in the address bar', () => {
  it('knows every order, kind and mark that the server has', () => {
    const { sort, mark } = ListClientsQuery.properties as unknown as Record<'sort' | 'mark', { enum: string[] }>;
    expect([...sorts].sort()).to.deep.equal([...sort.enum].sort());
    expect([...marks].sort()).to.deep.equal([...mark.enum].sort());
    expect([...kinds].sort()).to.deep.equal([...clientKinds].sort());
  });
});
