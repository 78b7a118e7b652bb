// The shape of a synthetic directory: how many clients, where each hangs. Streamed, parents before their children;
// what is held is one path with its waiting siblings, so that the size does not matter.
import type { Random } from './random.js';

export interface Shape {
  readonly clients: number;
  /** Levels below a root. Chains go deeper. */
  readonly depth: number;
  /** Clients in an ordinary organisation, give or take half of it. */
  readonly organisationSize: number;
  /** One organisation of this size, */
  readonly largest?: number;
  /** with a branch of this size, */
  readonly branch?: number;
  /** and a unit with so many direct employees. */
  readonly wide?: number;
  /** Organisations that are one long line, in levels. */
  readonly chains?: readonly number[];
}

export interface Place {
  /** From 0, in the order of the stream. */
  readonly index: number;
  readonly parent: number | null;
  readonly level: number;
  readonly kind: 'organisation' | 'department' | 'employee' | 'person';
  /** Index of the root. */
  readonly root: number;
}

/** Private persons for each client of an organisation. */
const PERSONS_PER_CLIENT = 0.03;

/** What the benchmarks need; below a million clients in proportion. */
export function benchShape(clients: number, depth = 6): Required<Shape> {
  const share = (part: number) => Math.floor(Math.min(clients, 1_000_000) * part);
  return { clients, depth, organisationSize: 1_000, largest: share(0.1), branch: share(0.02), wide: share(0.01), chains: [share(0.001), share(0.01)] };
}

export function ordinaryShape(clients: number, depth = 6): Shape {
  return { clients, depth, organisationSize: Math.min(1_000, Math.max(5, Math.round(clients / 10))) };
}

/** Exactly `shape.clients` places. */
export function* placesOf(shape: Shape, random: Random): Generator<Place> {
  let index = 0;
  for (const levels of shape.chains ?? []) {
    const root = index;
    for (let level = 0; level < levels && index < shape.clients; level += 1, index += 1) {
      yield { index, parent: level === 0 ? null : index - 1, level, kind: level === 0 ? 'organisation' : 'department', root };
    }
  }
  if (shape.largest !== undefined) {
    const size = Math.min(shape.largest, shape.clients - index);
    yield* organisation(index, size, shape, [{ size: shape.branch ?? 0, flat: false }, { size: (shape.wide ?? -1) + 1, flat: true }], random);
    index += size;
  }
  const typical = shape.organisationSize;
  const persons = PERSONS_PER_CLIENT * typical;
  while (index < shape.clients) {
    const wanted = random.chance(persons / (1 + persons)) ? 1 : random.between(Math.ceil(typical / 2), Math.ceil(typical * 1.5));
    const size = Math.min(wanted, shape.clients - index);
    yield* organisation(index, size, shape, [], random);
    index += size;
  }
}

interface Unit {
  /** The unit and everything below it. */
  size: number;
  flat: boolean;
}

interface Waiting extends Unit {
  parent: number | null;
  level: number;
}

function* organisation(first: number, size: number, shape: Shape, wanted: readonly Unit[], random: Random): Generator<Place> {
  let index = first;
  let given = wanted.reduce((sum, unit) => sum + unit.size, 0) < size - 1 ? wanted.filter((unit) => unit.size > 0) : [];
  const waiting: Waiting[] = [{ parent: null, level: 0, size, flat: false }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const kind = next.parent === null ? (size === 1 ? 'person' : 'organisation') : next.size > 1 ? 'department' : 'employee';
    yield { index, parent: next.parent, level: next.level, kind, root: first };
    const below = next.size - 1 - given.reduce((sum, unit) => sum + unit.size, 0);
    const units = [...given, ...sharesOf(below, shape.depth - next.level, next.flat, random).map((share) => ({ size: share, flat: false }))];
    given = [];
    for (const unit of units.reverse()) waiting.push({ ...unit, parent: index, level: next.level + 1 });
    index += 1;
  }
}

/** How the clients below a unit are shared out among its direct subordinates, so that the levels left are used. */
function sharesOf(below: number, levelsLeft: number, flat: boolean, random: Random): number[] {
  if (below <= 0) return [];
  if (flat || levelsLeft <= 1 || below <= 3) return new Array<number>(below).fill(1);
  const count = Math.min(below, Math.max(2, Math.round(below ** (1 / levelsLeft) * (0.7 + random.next() * 0.6))));
  const weights = Array.from({ length: count }, () => 0.3 + random.next());
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const shares = weights.map((weight) => 1 + Math.floor((weight / sum) * (below - count)));
  shares[0] = (shares[0] as number) + below - shares.reduce((total, share) => total + share, 0);
  return shares;
}
