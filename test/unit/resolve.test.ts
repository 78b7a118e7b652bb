// The rules of directory.md §2, one by one. PURE: no database.
import { expect } from 'chai';
import type { AttributeDefinition } from '../../src/contract/settings.js';
import type { ResolutionInput, StoredSettings } from '../../src/resolution/data.js';
import { resolveSettings } from '../../src/resolution/resolve.js';
import { explainSetting } from '../../src/resolution/why.js';

const names: Record<string, string> = { 1: 'One', 2: 'Two', 3: 'Three', 4: 'Four' };
const stored = (values: Record<string, unknown>): StoredSettings => new Map(Object.entries(values).map(([key, value]) => [key, { value, names }]));

interface Level {
  own?: Record<string, unknown>;
  usesOwnAccount?: boolean;
  blocked?: string | true;
  deleted?: true;
}

const attributes: AttributeDefinition[] = [
  { id: 7, name: 'Seats', type: 'number', order: 1, hidden: false, choices: null },
  { id: 8, name: 'Secret', type: 'string', order: 2, hidden: true, choices: null },
];

/** A chain written from the root down: ids 1, 2, 3 …; answers for the last. The group is 50. */
function input(levels: Level[], group: Record<string, unknown> = {}): ResolutionInput {
  const chain = levels.map(({ own = {}, usesOwnAccount, blocked, deleted }, index) => ({
    startId: levels.length, depth: levels.length - 1 - index, id: index + 1, name: `Client ${index + 1}`, parentId: index === 0 ? null : index, groupId: index === 0 ? 50 : null,
    usesOwnAccount: usesOwnAccount ?? index === 0, blocked: blocked !== undefined, blockReason: typeof blocked === 'string' ? blocked : null, deleted: deleted ?? false, own: stored(own),
  }));
  return { chain: chain.reverse(), group: { id: 50, name: 'Group', settings: stored(group) }, attributes };
}

const settingsOf = (levels: Level[], group?: Record<string, unknown>) => resolveSettings(input(levels, group), { hiddenAttributes: true }).settings;
const own = { kind: 'own', id: 3, name: 'Client 3' };
const ancestor = (id: number) => ({ kind: 'ancestor', id, name: `Client ${id}` });
const fromGroup = { kind: 'group', id: 50, name: 'Group' };
const byDefault = { kind: 'default' };

describe('resolveSettings', () => {
  describe('nearest: own, else the nearest superior, else the group, else the default', () => {
    it('takes the own value and tells what it overrode', () => {
      expect(settingsOf([{ own: { tariff: 1 } }, { own: { tariff: 2 } }, { own: { tariff: 3 } }], { tariff: 4 }).tariff).to.deep.equal({
        value: { id: 3, name: 'Three' }, source: own, overrode: { value: { id: 2, name: 'Two' }, source: ancestor(2) },
      });
    });

    it('takes the nearest superior, then the group, then the default', () => {
      expect(settingsOf([{ own: { tariff: 1 } }, { own: { tariff: 2 } }, {}], { tariff: 4 }).tariff?.source).to.deep.equal(ancestor(2));
      expect(settingsOf([{ own: { tariff: 1 } }, {}, {}], { tariff: 4 }).tariff).to.deep.include({ source: ancestor(1), overrode: { value: { id: 4, name: 'Four' }, source: fromGroup } });
      expect(settingsOf([{}, {}, {}], { tariff: 4 }).tariff).to.deep.equal({ value: { id: 4, name: 'Four' }, source: fromGroup, overrode: { value: null, source: byDefault } });
      expect(settingsOf([{}, {}, {}]).tariff).to.deep.equal({ value: null, source: byDefault });
      expect(settingsOf([{}]).mobileApp).to.deep.equal({ value: true, source: byDefault });
    });

    it('takes false and 0 for values, not for silence', () => {
      expect(settingsOf([{ own: { mobileApp: true } }, { own: { mobileApp: false } }, {}]).mobileApp).to.deep.include({ value: false, source: ancestor(2) });
      expect(settingsOf([{ own: { 'attribute.7': 5 } }, { own: { 'attribute.7': 0 } }, {}])['attribute.7']).to.deep.include({ value: 0, source: ancestor(2) });
    });

    it('inherits bank details as one record', () => {
      expect(settingsOf([{ own: { bankDetails: { inn: '1', kpp: '2' } } }, { own: { bankDetails: { inn: '3' } } }, {}]).bankDetails?.value).to.deep.equal({ inn: '3' });
    });

    it('D-12 an explicit null is "has not", and is not looked past', () => {
      expect(settingsOf([{}, { own: { 'attribute.7': null } }, {}], { 'attribute.7': 4 })['attribute.7']).to.deep.equal({ value: null, source: ancestor(2), overrode: { value: 4, source: fromGroup } });
      expect(settingsOf([{ own: { tariff: 1 } }, {}, { own: { tariff: null } }]).tariff).to.deep.include({ value: null, source: own });
    });

    it('inherits each attribute by itself, and leaves hidden ones out for those who may not see them', () => {
      const levels = [{ own: { 'attribute.7': 4, 'attribute.8': 'a' } }, { own: { 'attribute.8': 'b' } }, {}];
      expect(settingsOf(levels)['attribute.7']?.source).to.deep.equal(ancestor(1));
      expect(settingsOf(levels)['attribute.8']).to.deep.include({ value: 'b', source: ancestor(2), hidden: true });
      const visible = resolveSettings(input(levels), { hiddenAttributes: false }).settings;
      expect(visible).to.have.property('attribute.7').and.not.have.property('attribute.8');
    });
  });

  describe('D-10 rights only narrow', () => {
    const cases: [what: string, root: string | null, middle: string | null, self: string | null, group: string | null, value: boolean, source: object][] = [
      ['the root allows', 'allow', null, null, null, true, ancestor(1)],
      ['the root allows although the group forbids', 'allow', null, null, 'forbid', true, ancestor(1)],
      ['the root forbids although the group allows', 'forbid', null, null, 'allow', false, ancestor(1)],
      ['the root says as in the group, which allows', null, null, null, 'allow', true, fromGroup],
      ['the root says as in the group, which forbids', null, null, null, 'forbid', false, fromGroup],
      ['nobody says anything', null, null, null, null, false, byDefault],
      ['a child forbids what the root allows', 'allow', 'forbid', null, null, false, ancestor(2)],
      ['a child forbids what the group allows', null, null, 'forbid', 'allow', false, own],
      ['the nearest who forbids is the source', 'forbid', 'forbid', null, 'forbid', false, ancestor(2)],
      ['a child that would allow widens nothing', null, 'allow', 'allow', 'forbid', false, fromGroup],
      ['a child that would allow below one that forbids', 'allow', 'forbid', 'allow', 'allow', false, ancestor(2)],
    ];
    for (const [what, root, middle, self, group, value, source] of cases) {
      for (const key of ['right.employees', 'cardTopUp']) {
        it(`${key}: ${what}`, () => {
          const say = (text: string | null) => (text === null ? {} : { own: { [key]: text } });
          expect(settingsOf([say(root), say(middle), say(self)], group === null ? {} : { [key]: group })[key]).to.deep.include({ value, source });
        });
      }
    }
  });

  describe('crew groups', () => {
    const ids = (levels: Level[], group?: Record<string, unknown>) => (settingsOf(levels, group).crewGroups?.value as { id: number }[] | null)?.map(({ id }) => id) ?? null;

    it('are the intersection of all sets on the path and the group', () => {
      expect(ids([{ own: { crewGroups: [1, 2, 3] } }, {}, { own: { crewGroups: [2, 3, 4] } }], { crewGroups: [1, 3, 4] })).to.deep.equal([3]);
      expect(ids([{ own: { crewGroups: [1] } }, {}, { own: { crewGroups: [2] } }])).to.deep.equal([]);
    });

    it('know no limit where nobody names one, and nothing is left where somebody says none', () => {
      expect(ids([{}, {}, {}])).to.equal(null);
      expect(ids([{ own: { crewGroups: [1, 2] } }, { own: { crewGroups: null } }, {}])).to.deep.equal([]);
      expect(ids([{ own: { crewGroups: [] } }, { own: { crewGroups: [1] } }, {}])).to.deep.equal([]);
    });

    it('tell the nearest who narrows and what was allowed without him', () => {
      expect(settingsOf([{ own: { crewGroups: [1, 2] } }, {}, { own: { crewGroups: [2, 3] } }]).crewGroups).to.deep.equal({
        value: [{ id: 2, name: 'Two' }], source: own, overrode: { value: [{ id: 1, name: 'One' }, { id: 2, name: 'Two' }], source: ancestor(1) },
      });
    });

    it('the default crew group is the nearest inside the allowed set', () => {
      const levels = [{ own: { defaultCrewGroup: 1, crewGroups: [1, 2] } }, { own: { defaultCrewGroup: 3 } }, {}];
      expect(settingsOf(levels).defaultCrewGroup).to.deep.include({ value: { id: 1, name: 'One' }, source: ancestor(1) });
      expect(settingsOf([{ own: { defaultCrewGroup: 1 } }, {}, { own: { crewGroups: [2] } }], { defaultCrewGroup: 2 }).defaultCrewGroup).to.deep.include({ value: { id: 2, name: 'Two' }, source: fromGroup });
      expect(settingsOf([{ own: { defaultCrewGroup: 1 } }, {}, { own: { crewGroups: [2] } }]).defaultCrewGroup).to.deep.equal({ value: null, source: byDefault });
      expect(settingsOf([{ own: { defaultCrewGroup: 1 } }, {}, { own: { defaultCrewGroup: null } }]).defaultCrewGroup).to.deep.include({ value: null, source: own });
    });
  });

  describe('what follows from the tree', () => {
    it("the group is the root's", () => {
      expect(settingsOf([{}, {}, {}]).group).to.deep.equal({ value: { id: 50, name: 'Group' }, source: ancestor(1) });
      expect(settingsOf([{}]).group?.source).to.deep.equal({ kind: 'own', id: 1, name: 'Client 1' });
    });

    it('the payer is the nearest with an account of its own, at last the root', () => {
      expect(settingsOf([{}, {}, {}]).payer).to.deep.equal({ value: { id: 1, name: 'Client 1' }, source: ancestor(1) });
      expect(settingsOf([{}, { usesOwnAccount: true }, {}]).payer).to.deep.equal({ value: { id: 2, name: 'Client 2' }, source: ancestor(2) });
      expect(settingsOf([{}, { usesOwnAccount: true }, { usesOwnAccount: true }]).payer?.source).to.deep.equal(own);
    });

    it('D-15 settings of an account do not apply to a client without one', () => {
      const settings = settingsOf([{ own: { balanceFloor: { amount: '0.00', currency: 'RUB' } } }, {}, {}]);
      for (const key of ['balanceFloor', 'settlementRule', 'prizeEvery', 'whenFundsShort', 'minBonusBalance', 'minBalanceForCashless']) expect(settings[key]?.applies, key).to.equal(false);
      expect(settings.tariff).to.not.have.property('applies');
      expect(settingsOf([{}, {}, { usesOwnAccount: true }]).balanceFloor).to.not.have.property('applies');
    });

    it('D-7 blocked by itself or any superior: the nearest cause, with its reason', () => {
      expect(settingsOf([{ blocked: 'debts' }, {}, {}]).blocked).to.deep.equal({ value: true, source: ancestor(1), reason: 'debts' });
      expect(settingsOf([{ blocked: 'debts' }, { blocked: true }, {}]).blocked).to.deep.equal({ value: true, source: ancestor(2) });
      expect(settingsOf([{ blocked: 'debts' }, {}, { blocked: 'own' }]).blocked).to.deep.equal({ value: true, source: own, reason: 'own' });
      expect(settingsOf([{}, {}, {}]).blocked).to.deep.equal({ value: false, source: byDefault });
    });

    it('D-6 deleted by itself or any superior', () => {
      expect(settingsOf([{ deleted: true }, {}, {}]).deleted).to.deep.equal({ value: true, source: ancestor(1) });
      expect(settingsOf([{}, {}, { deleted: true }]).deleted).to.deep.equal({ value: true, source: own });
    });
  });
});

describe('explainSetting', () => {
  const explain = (levels: Level[], key: string, group?: Record<string, unknown>) => explainSetting(input(levels, group), key, false);

  it('tells what each level says, from the client up, then the group and the default, and which one won', () => {
    const why = explain([{ own: { tariff: 1 } }, { own: { tariff: null } }, {}], 'tariff', { tariff: 4 });
    expect(why?.chain.map(({ kind, id, says, won }) => ({ kind, id, says, won }))).to.deep.equal([
      { kind: 'client', id: 3, says: 'nothing', won: false }, { kind: 'client', id: 2, says: 'none', won: true }, { kind: 'client', id: 1, says: 'value', won: false },
      { kind: 'group', id: 50, says: 'value', won: false }, { kind: 'default', id: undefined, says: 'none', won: false },
    ]);
    expect(why).to.deep.include({ value: null, source: ancestor(2), label: 'Tariff' });
  });

  it('tells who allows and who forbids', () => {
    const why = explain([{ own: { 'right.transfer': 'allow' } }, { own: { 'right.transfer': 'forbid' } }, {}], 'right.transfer', { 'right.transfer': 'forbid' });
    expect(why?.chain.map(({ says }) => says)).to.deep.equal(['nothing', 'forbid', 'allow', 'forbid', 'value']);
    expect(why?.chain.find(({ won }) => won)?.id).to.equal(2);
  });

  it('explains what follows from the tree, too', () => {
    expect(explain([{ blocked: 'debts' }, {}, {}], 'blocked')?.chain.map(({ says, won }) => [says, won])).to.deep.equal([['no', false], ['no', false], ['yes', true]]);
    expect(explain([{}, { usesOwnAccount: true }, {}], 'payer')?.chain.map(({ says, won }) => [says, won])).to.deep.equal([['no', false], ['yes', true], ['yes', false]]);
    expect(explain([{}, {}, {}], 'deleted')?.chain.at(-1)).to.deep.equal({ kind: 'default', says: 'no', won: true });
  });

  it('has exactly one winner for every key that it knows, and none for others', () => {
    const levels: Level[] = [{ own: { tariff: 1, crewGroups: [1, 2], 'right.employees': 'allow', 'attribute.7': 1 } }, { blocked: true, own: { defaultCrewGroup: 1 } }, { own: { crewGroups: [2], exchange: true } }];
    for (const key of Object.keys(resolveSettings(input(levels), { hiddenAttributes: false }).settings)) expect(explain(levels, key)?.chain.filter(({ won }) => won).length, key).to.equal(1);
    for (const key of ['nothing', 'attribute.8', 'attribute.99', '__proto__', 'constructor', 'toString', '']) expect(explain(levels, key), key).to.equal(null);
  });
});
