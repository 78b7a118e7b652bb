// Family accounts (directory.md §4 tab 3): what members may pay with, by example and by property.
import { expect } from 'chai';
import fc from 'fast-check';
import { familyOf, kindsNotAllowed, paymentKinds } from '../../src/orders/family.js';
import { runs } from '../support/arbitraries.js';
import { useServer } from '../support/server.js';
import { ordering, rub } from './support.js';

let numbers = 0;

describe('family accounts', () => {
  const server = useServer();
  const { call, must, order, fill } = ordering(server);
  let groupId: number;
  let head: { id: number; name: string };
  let member: number;
  let phone: string;
  let memberPhone: string;

  beforeEach(async () => {
    numbers += 1;
    phone = `+7 916 100-${String(numbers).padStart(2, '0')}-01`;
    memberPhone = `8 (916) 100-${String(numbers).padStart(2, '0')}-02`;
    groupId = (await must(call('POST', '/groups', { name: `Families ${numbers}`, type: 'individual', familyAccountAllowed: true }))).id;
    const { id, name } = await must(call('POST', '/clients', {
      name: `Head ${numbers}`, kind: 'person', groupId, phones: [{ number: phone, main: true, identifiesCaller: true }], familyAccount: { paymentKinds: ['bonus'] }, familyMembers: [{ name: 'Daughter', phone: memberPhone }, { name: 'Son' }],
    }));
    head = { id, name };
    member = (await must(call('POST', '/clients', { name: 'Wife', kind: 'employee', parentId: id }))).id;
    await fill(id, '1000');
    await fill(id, '1000', 1);
  });

  const codes = ({ body }: { body: { reasons?: { code: string; client: unknown }[] } }) => body.reasons?.map(({ code, client }) => [code, client]);

  it('a member below the head pays with what the head allows, or cash; the refusal names the head', async () => {
    const pay = async (given: object) => order({ clientId: member, sum: rub('100'), pay: given });
    expect(codes(await pay({ useCashless: true }))).to.deep.equal([['family.payment_kind', head]]);
    expect(codes(await pay({ cashless: rub('1'), rest: 'card' }))).to.deep.equal([['family.payment_kind', head], ['family.payment_kind', head]]);
    expect((await pay({ useBonus: true })).status).to.equal(201);
    expect((await pay({ rest: 'cash' })).status).to.equal(201);
    const { verdict } = await must(call('POST', '/resolve', { clientId: member, sum: rub('100'), pay: { useCashless: true } }));
    expect([verdict.allowed, verdict.reasons[0].code, verdict.reasons[0].remedy]).to.deep.equal([false, 'family.payment_kind', 'Pay with bonuses, cash.']);
  });

  it('a caller from the list of members is known, orders on the account of the head, and has the same limits; the head itself has none', async () => {
    const { customer, unknownPhone } = await must(call('POST', '/resolve', { phone: memberPhone }));
    expect([customer, unknownPhone]).to.deep.equal([head, null]);
    const asMember = { phone: memberPhone.replace('8 (916)', '+7916'), sum: rub('100'), pay: { useCashless: true } };
    expect(codes(await order(asMember))).to.deep.equal([['family.payment_kind', head]]);
    expect((await order({ ...asMember, phone })).status).to.equal(201);
    expect((await must(order({ ...asMember, pay: { useBonus: true } }))).customer).to.deep.equal(head);
    expect((await must(call('POST', '/resolve', { phone: '+7 916 999-99-02' }))).customer, 'the same last digits are not enough').to.equal(null);
  });

  it('holds when an order is changed, too', async () => {
    const { id } = await must(order({ clientId: member, sum: rub('100'), pay: { useBonus: true } }));
    expect(codes(await call('PATCH', `/orders/${id}`, { pay: { useCashless: true } }))).to.deep.equal([['family.payment_kind', head]]);
  });

  it('a member with an account of its own pays as it likes; so does everybody where the group has no family accounts', async () => {
    await must(call('PATCH', `/clients/${member}`, { usesOwnAccount: true }));
    await fill(member, '500');
    expect((await order({ clientId: member, sum: rub('100'), pay: { useCashless: true } })).status).to.equal(201);
    await must(call('PATCH', `/groups/${groupId}`, { familyAccountAllowed: false }));
    expect((await order({ clientId: head.id, phone: memberPhone, sum: rub('100'), pay: { useCashless: true } })).status).to.equal(201);
    expect((await must(call('POST', '/resolve', { phone: memberPhone }))).customer).to.equal(null);
  });

  it('the nearest head above the customer and not above the payer counts: equal to looking from the payer down', () => {
    const account = fc.option(fc.record({ paymentKinds: fc.subarray([...paymentKinds]) }));
    const path = fc.array(account, { minLength: 1, maxLength: 6 }).map((all) => all.map((familyAccount, place) => ({ id: place + 1, name: `N${place}`, familyAccount })));
    fc.assert(fc.property(path, fc.boolean(), fc.boolean(), (nodes, groupAllows, memberCalls) => {
      let expected: number | null = null;
      for (const node of [...nodes].reverse()) if (node.familyAccount && (node.id > 1 || memberCalls)) expected = node.id;
      expect(familyOf(nodes, { groupAllows, memberCalls })?.head.id ?? null).to.equal(groupAllows ? expected : null);
    }), runs(300));
  });

  it('what is not allowed is what is asked for less what is allowed', () => {
    const request = fc.record({ useCashless: fc.boolean(), useBonus: fc.boolean(), cashless: fc.bigInt({ min: 0n, max: 2n }), bonus: fc.bigInt({ min: 0n, max: 2n }), rest: fc.constantFrom('cash' as const, 'card' as const) });
    fc.assert(fc.property(request, fc.subarray([...paymentKinds]), (asked, allowed) => {
      const refused = kindsNotAllowed(asked, allowed);
      expect(refused.some((kind) => allowed.includes(kind))).to.equal(false);
      const without = { ...asked, ...(refused.includes('cashless') && { useCashless: false, cashless: 0n }), ...(refused.includes('bonus') && { useBonus: false, bonus: 0n }), ...(refused.includes('card') && { rest: 'cash' as const }) };
      expect(kindsNotAllowed(without, allowed)).to.deep.equal([]);
      if (refused.length === 0) expect(kindsNotAllowed(asked, paymentKinds)).to.deep.equal([]);
    }), runs(300));
  });
});
