// What a column can be, in the order of the drop-down; a test holds it against the contract.
export const targetGroups: readonly (readonly [name: string, targets: readonly string[]])[] = [
  ['place', ['name', 'externalId', 'parentExternalId', 'path', 'kind', 'group']],
  ['reach', ['phones', 'email', 'useEmail', 'useSms', 'useCalls', 'address', 'contactPerson']],
  ['contract', ['number', 'contractFrom', 'contractTo', 'usesOwnAccount', 'tags', 'mark', 'apiLogin']],
  ['person', ['birthDate', 'sex', 'language', 'country', 'timeZone', 'comment', 'driverNote']],
];
