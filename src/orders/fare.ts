// PURE. What a ride costs (O-5). Money is whole minor units; every part is rounded half up by itself, so that the sum
// of the parts shown is the sum asked for.
import type { Distance } from '../contract/orders.js';
import { toMinor } from '../lib/money.js';

/** As the tariff keeps it; amounts are decimal strings. */
export interface Fare {
  currency?: string;
  minimum?: string;
  includedKm?: number;
  includedMinutes?: number;
  perKmInTown?: string;
  perKmOutOfTown?: string;
  perMinute?: string;
  waitingPerMinute?: string;
}

const THOUSAND = 1_000n;

/** Minimum + what goes beyond the included kilometres (those in town are included first) and minutes + waiting. */
export function farePrice(fare: Fare, distance: Distance): bigint {
  const inTown = thousandths(distance.kmInTown);
  const outOfTown = thousandths(distance.kmOutOfTown);
  const included = thousandths(fare.includedKm);
  const left = included > inTown ? included - inTown : 0n;
  const minutes = thousandths(distance.minutes);
  const parts: [bigint, string | undefined][] = [
    [above(inTown, included), fare.perKmInTown],
    [above(outOfTown, left), fare.perKmOutOfTown],
    [above(minutes, thousandths(fare.includedMinutes)), fare.perMinute],
    [thousandths(distance.waitingMinutes), fare.waitingPerMinute],
  ];
  return parts.reduce((sum, [amount, rate]) => sum + halfUp(amount * toMinor(rate ?? '0'), THOUSAND), toMinor(fare.minimum ?? '0'));
}

function above(amount: bigint, included: bigint): bigint {
  return amount > included ? amount - included : 0n;
}

function thousandths(value: number | undefined): bigint {
  return BigInt(Math.round((value ?? 0) * 1_000));
}

/** numerator / denominator, both not negative. */
export function halfUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator * 2n + denominator) / (denominator * 2n);
}
