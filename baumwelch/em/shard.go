package em

// Shards are cut by the number of turns and of statistics and by nothing else, so that their sums, and
// with them the last bits of every parameter, are the same for any number of workers.
const (
	leastShard  = 1024  // turns: below this a shard is not worth the handing out
	mostShard   = 65536 // turns: above this one worker keeps the others waiting
	shards      = 32    // aimed at
	fewerShards = 8     // aimed at where clearing and merging many statistics costs more than waiting
	statsATurn  = 32    // statistics a turn of a shard that are too many
)

// cut splits items into consecutive shards of about equal numbers of turns, for so many statistics.
func cut[D any](items []D, size func(D) int, stats int) [][]D {
	total := 0
	for _, item := range items {
		total += size(item)
	}
	aim := max(total/shards, leastShard, min(stats/statsATurn, total/fewerShards))
	aim = min(aim, mostShard)
	var out [][]D
	first, turns := 0, 0
	for i, item := range items {
		turns += size(item)
		if turns >= aim {
			out = append(out, items[first:i+1])
			first, turns = i+1, 0
		}
	}
	if first < len(items) {
		out = append(out, items[first:])
	}
	return out
}
