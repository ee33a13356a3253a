#include "store/loss.h"

#include <stdlib.h>

#include "base/memory.h"
#include "store/internal.h"
#include "store/mark.h"

bool loss_is_none(struct store *store, int64_t end)
{
	if (store->fault.status == 0 && end < store->acknowledged &&
		store->acknowledged > store->accepted)
		fault_set(&store->fault, EX_SOFTWARE,
			"%s: ends with event %lld, but event %lld was acknowledged: copy all its "
			"files, and restore it from a backup or a copy of its feed; to go on "
			"without those events: event-replay --accept-loss -d %s; see "
			"lanyard-operate(7)",
			store->path, (long long)end, (long long)store->acknowledged, store->path);
	return store->fault.status == 0;
}

bool loss_is_marked(struct store *store, const char *file)
{
	char *path;

	if (asprintf(&path, "%s.lock", file) < 0)
		memory_exhausted();
	store->acknowledged = mark_read_file(path).position;
	free(path);
	return store->acknowledged > 0;
}

bool loss_refuse_gone(struct store *store)
{
	return fault_set(&store->fault, EX_SOFTWARE,
		"%s: is missing or empty, but event %lld was acknowledged: copy all its files, and "
		"restore it from a backup or a copy of its feed; to begin a new one, move its .lock "
		"away; see lanyard-operate(7)",
		store->path, (long long)store->acknowledged);
}
