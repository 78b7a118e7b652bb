import { expect } from 'chai';
import fc from 'fast-check';
import type { ClientCard } from '../../src/contract/clients.js';
import { canonical, conflictsOf, openDraftStore, same, valueAt } from '../../src/dispatcher-app/card/drafts.js';

const card = (fields: object) => ({ name: 'Client', settings: {}, phones: [], ...fields }) as unknown as ClientCard;

/** A tab's storage. */
function storage(): Storage {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) } as unknown as Storage;
}

describe('drafts of the card (S-4, D-8)', () => {
  before(() => {
    (globalThis as { sessionStorage?: Storage }).sessionStorage = storage();
  });
  after(() => {
    delete (globalThis as { sessionStorage?: Storage }).sessionStorage;
  });

  it('are there again after a reload, one for each client, and only for the operator who typed', () => {
    const store = openDraftStore(1);
    store.put('5', 'Five', 'comment', { mine: 'typed', seen: null });
    store.put('6', 'Six', 'settings.tariff', { mine: { value: 3 }, seen: null });
    expect([...openDraftStore(1).list()]).to.deep.equal([...store.list()]);
    expect(openDraftStore(2).list().size).to.equal(0);
    store.drop('5', 'comment');
    expect([...openDraftStore(1).list().keys()]).to.deep.equal(['6']);
  });

  it('a value that is typed back is no change any more, and a field that is typed again has no error', () => {
    const store = openDraftStore(3);
    store.put('5', 'Five', 'phones', { mine: [{ number: '1' }], seen: [] });
    store.put('5', 'Five', 'name', { mine: 'Six', seen: 'Five' });
    store.fail('5', { 'phones/0/number': 'is taken', name: 'is bad' });
    store.put('5', 'Five', 'phones', { mine: [{ number: '2' }], seen: [] });
    expect(store.list().get('5')?.errors).to.deep.equal({ name: 'is bad' });
    store.put('5', 'Five', 'name', { mine: 'Five', seen: 'Five' });
    expect(Object.keys(store.list().get('5')?.changes ?? {})).to.deep.equal(['phones']);
  });

  it('a conflict is what others changed since, to something else than is wanted', () => {
    const draft = { name: '', errors: {}, changes: {
      same: { mine: 1, seen: 1 }, comment: { mine: 'mine', seen: 'before' }, address: { mine: 'both', seen: 'before' }, email: { mine: 'mine', seen: 'before' }, 'settings.tariff': { mine: null, seen: { value: 1 } },
    } };
    const now = card({ same: 1, comment: 'theirs', address: 'both', email: 'before', settings: { tariff: 2 } });
    expect(conflictsOf(draft, now)).to.deep.equal([
      { path: 'comment', mine: 'mine', theirs: 'theirs', before: 'before' }, { path: 'settings.tariff', mine: null, theirs: { value: 2 }, before: { value: 1 } },
    ]);
  });

  it('phones are compared as they are typed: the digits are made by the server', () => {
    expect(valueAt(card({ phones: [{ number: '+7 1', digits: '71', main: true, useForCalls: true, identifiesCaller: false }] }), 'phones')).to.deep.equal([{ number: '+7 1', main: true, useForCalls: true, identifiesCaller: false }]);
  });

  it('equal values are equal whatever the order of their members, and only those', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const shuffled = JSON.parse(JSON.stringify(value), (_key, part: unknown) => (typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).reverse()) : part)) as unknown;
      expect(same(value, shuffled)).to.equal(true);
      expect(JSON.parse(canonical(value))).to.deep.equal(JSON.parse(JSON.stringify(value)));
    }));
    expect(same({ a: 1 }, { a: '1' })).to.equal(false);
    expect(same([1, 2], [2, 1])).to.equal(false);
    expect(same(undefined, null)).to.equal(true);
  });
});
