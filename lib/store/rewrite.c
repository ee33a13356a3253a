#include "store/rewrite.h"

#include <stdlib.h>

#include "base/memory.h"
#include "store/connection.h"
#include "store/internal.h"

enum { PIECE = 64 * 1024 };

/* Returns SQLite's result code. */
static int rewrite(sqlite3_file *file)
{
	sqlite3_int64 size = 0, at;
	int code = file->pMethods->xFileSize(file, &size);
	char *piece = memory_zeroed(1, PIECE);

	for (at = 0; at < size && code == SQLITE_OK; at += PIECE) {
		int length = (int)(size - at < PIECE ? size - at : PIECE);

		code = file->pMethods->xRead(file, piece, length, at);
		if (code == SQLITE_OK)
			code = file->pMethods->xWrite(file, piece, length, at);
	}
	free(piece);
	return code == SQLITE_OK ? file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) : code;
}

bool rewrite_wal(struct store *store)
{
	sqlite3_file *wal = NULL;
	int code = sqlite3_file_control(store->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);

	/* A new store has nothing to recover. */
	if (code == SQLITE_OK && wal != NULL && wal->pMethods != NULL)
		code = rewrite(wal);
	if (code == SQLITE_OK)
		return true;
	return fault_set(&store->fault, connection_status(code), "%s-wal: syncing: %s", store->path,
		sqlite3_errstr(code));
}
