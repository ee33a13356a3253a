/*
 * A disk with a cache in front of it. Processes read and write real files below a directory; what
 * of them is on the disk, and would be there after a power cut, is kept beside it, page by page.
 *
 * It models Linux: a write is on the disk once it is synced, or at any time before; a page that
 * could not be written counts as clean after the failed sync; the entry of a directory is synced
 * with the directory.
 *
 * It is in memory that all processes of a season share. A process that is killed leaves it as it
 * is: what was written stays.
 */
#ifndef SIMULATE_DISK_H
#define SIMULATE_DISK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "chance.h"

struct disk;

/* Returns new: an empty disk of the files below DIRECTORY, an absolute path, which it empties. */
struct disk *disk_new(const char *directory);
void disk_free(struct disk *disk);

/* Removes all that is in a real directory. */
void disk_empty(const char *directory);

/* Whether PATH is below the disk's directory. */
bool disk_has(const struct disk *disk, const char *path);

/*
 * The file of this PATH, by its number; a new one if it has none and MAY_CREATE. -1: there is
 * none. Shared memory (-shm) has none, as it is never on the disk.
 */
int disk_file(struct disk *disk, const char *path, bool may_create);

/* What processes do. Each follows the real call, of which FD is the file. */
void disk_written(struct disk *disk, int file, int fd, int64_t offset, int64_t size);
void disk_truncated(struct disk *disk, int file, int fd, int64_t size);
void disk_unlinked(struct disk *disk, const char *path);
void disk_linked(struct disk *disk, const char *from, const char *to);
void disk_synced(struct disk *disk, int file, int fd);
void disk_directory_synced(struct disk *disk, const char *directory);

/* A failed sync: some of the pages were written, and all count as clean. */
void disk_sync_failed(struct disk *disk, int file, int fd, struct random *random);

/* The kernel writes back a page of the file when it pleases. */
void disk_write_back(struct disk *disk, int file, int fd, struct random *random);

/* No process runs. Keeps of what was not synced what RANDOM says, sector by sector. */
void disk_power_cut(struct disk *disk, struct random *random);

/*
 * How often what processes see of the files whose paths begin with PREFIX, below the directory, has
 * changed: twice the same number, and they are the same.
 */
uint64_t disk_changes(const struct disk *disk, const char *prefix);

/* How many pages power cuts have lost or torn. */
int64_t disk_lost(const struct disk *disk);

#endif
