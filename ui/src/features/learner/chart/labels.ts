/**
 * Moves labels apart so that none covers another, keeping their order and moving each as little as it can.
 * `wanted` are middles, `gap` is the least distance between two, and all stay within `top` and `bottom` where they fit.
 */
export function spread(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  // Labels that touch become one block, which stands where its members would on average be.
  const blocks: Block[] = [];
  for (const index of order) {
    let block = within({ members: [index], at: wanted[index] ?? 0 }, gap, top, bottom);
    for (let above = blocks.at(-1); above && bottomOf(above, gap) + gap > topOf(block, gap); above = blocks.at(-1)) {
      blocks.pop();
      const members = [...above.members, ...block.members];
      block = within({ members, at: mean(members.map((member) => wanted[member] ?? 0)) }, gap, top, bottom);
    }
    blocks.push(block);
  }
  const placed = new Array<number>(wanted.length).fill(0);
  for (const block of blocks) block.members.forEach((member, i) => (placed[member] = topOf(block, gap) + i * gap));
  return placed;
}

/** Labels that touch, by their index, and the middle of them all. */
type Block = { members: number[]; at: number };

function topOf(block: Block, gap: number): number {
  return block.at - ((block.members.length - 1) * gap) / 2;
}

function bottomOf(block: Block, gap: number): number {
  return block.at + ((block.members.length - 1) * gap) / 2;
}

function within(block: Block, gap: number, top: number, bottom: number): Block {
  const half = ((block.members.length - 1) * gap) / 2;
  return { ...block, at: Math.max(top + half, Math.min(bottom - half, block.at)) };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
