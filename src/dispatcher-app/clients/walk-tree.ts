interface Place {
  depth: number;
  /** Among its siblings, from 1. */
  position: number;
  siblings: number;
}

/**
 * Everybody below `topId`, a unit before its subordinates. `enter` says whether those follow; `leave` comes after the last of a unit.
 * A list instead of recursion: a chain of 10,000 levels is allowed.
 */
export function walkTree<Client extends { id: number }>(topId: number, childrenOf: (id: number) => readonly Client[] | undefined, enter: (client: Client, place: Place) => boolean, leave?: (id: number, depth: number) => void): void {
  const todo = [{ id: topId, children: childrenOf(topId) ?? [], depth: 0, next: 0 }];
  for (let top = todo[0]; top; top = todo[todo.length - 1]) {
    const client = top.children[top.next];
    if (client === undefined) {
      leave?.(top.id, top.depth);
      todo.pop();
      continue;
    }
    top.next += 1;
    if (enter(client, { depth: top.depth, position: top.next, siblings: top.children.length })) todo.push({ id: client.id, children: childrenOf(client.id) ?? [], depth: top.depth + 1, next: 0 });
  }
}
