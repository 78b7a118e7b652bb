// PURE. Favourite and unwanted crews (card tab 9): what the customer and everybody above it say. Whoever does not want a crew
// speaks for all below; of several who say the same the nearest is named.
import type { CrewWish, CrewWishes } from '../contract/orders.js';
import type { Reference } from '../contract/primitives.js';

export interface CrewOpinion extends Reference {
  favourite: readonly number[];
  unwanted: readonly number[];
}

/** `opinions` from the customer up to the root. */
export function crewWishes(opinions: readonly CrewOpinion[]): CrewWishes {
  const unwanted = nearest(opinions, (opinion) => opinion.unwanted);
  const favourite = nearest(opinions, (opinion) => opinion.favourite).filter(({ crewId }) => !unwanted.some((wish) => wish.crewId === crewId));
  return { favourite, unwanted };
}

function nearest(opinions: readonly CrewOpinion[], pick: (opinion: CrewOpinion) => readonly number[]): CrewWish[] {
  const wishes = new Map<number, CrewWish>();
  for (const opinion of opinions) {
    for (const crewId of pick(opinion)) if (!wishes.has(crewId)) wishes.set(crewId, { crewId, client: { id: opinion.id, name: opinion.name } });
  }
  return [...wishes.values()];
}
