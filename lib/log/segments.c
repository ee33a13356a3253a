#include "log/segments.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/directory.h"
#include "base/lock.h"
#include "base/memory.h"
#include "base/output.h"
#include "base/trace.h"

enum { NAME_SIZE = 64 };

struct segments {
	char *directory;
	int directory_fd;
	int lock_fd;
	int fd; /* the newest segment */
	int64_t oldest;
	int64_t newest; /* 0: none */
	int64_t length; /* of the newest segment's synced lines */
	int64_t max_size;
	int64_t max_segments; /* 0: all */
	char *path;           /* of the newest segment */
	char *torn_path;      /* of the torn file that was created; NULL: none */
};

static void segment_name(int64_t number, char name[NAME_SIZE])
{
	snprintf(name, NAME_SIZE, "events-%010lld.ndjson", (long long)number);
}

/* Returns the number in a segment's name; 0 if segment_name() does not write NAME. */
static int64_t segment_number(const char *name)
{
	char digits[NAME_SIZE], canonical[NAME_SIZE];
	const char *error;
	int64_t number;

	if (strncmp(name, "events-", 7) != 0 || strlen(name) >= NAME_SIZE)
		return 0;
	strlcpy(digits, name + 7, sizeof(digits));
	digits[strcspn(digits, ".")] = '\0';
	number = strtonum(digits, 1, INT64_MAX, &error);
	if (error != NULL)
		return 0;
	segment_name(number, canonical);
	return strcmp(canonical, name) == 0 ? number : 0;
}

/* Returns the exit status for errno; FALLBACK if errno has none of its own. */
static int status_for_errno(int fallback)
{
	switch (errno) {
	case EACCES:
	case EPERM:
		return EX_NOPERM;
	case ENOSPC:
	case EDQUOT:
	case EIO:
		return EX_IOERR;
	default:
		return fallback;
	}
}

static bool sync_directory(struct segments *segments, struct fault *fault)
{
	if (fsync(segments->directory_fd) == 0)
		return true;
	return fault_set_errno(fault, EX_IOERR, "%s", segments->directory);
}

/* A killed run may have created the directory, or files in it, without syncing them. */
static bool sync_directory_and_parent(struct segments *segments, struct fault *fault)
{
	int parent = openat(segments->directory_fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = parent >= 0 && fsync(parent) == 0;

	/* A parent that this process may not open, or that can't be synced, is left alone. */
	if (!synced && errno != EACCES && errno != EINVAL && errno != EROFS)
		fault_set_errno(fault, EX_IOERR, "%s/..", segments->directory);
	if (parent >= 0)
		close(parent);
	return fault->status == 0 && sync_directory(segments, fault);
}

static bool acquire_lock(struct segments *segments, struct fault *fault)
{
	char *path;

	if (asprintf(&path, "%s/lock", segments->directory) < 0)
		memory_exhausted();
	/* The lock has the group and the mode of the directory, ".". */
	segments->lock_fd = lock_open(segments->directory_fd, "lock", ".", path, 0, fault);
	if (segments->lock_fd >= 0 && flock(segments->lock_fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EWOULDBLOCK)
			fault_set(fault, EX_TEMPFAIL, "%s: another process writes to this log",
				segments->directory);
		else
			fault_set_errno(fault, EX_IOERR, "%s", path);
	}
	free(path);
	return fault->status == 0;
}

/* Finds the lowest and the highest number of the segments. */
static bool find_segment_range(struct segments *segments, struct fault *fault)
{
	DIR *directory = opendir(segments->directory);
	struct dirent *entry;

	if (directory == NULL)
		return fault_set_errno(
			fault, status_for_errno(EX_IOERR), "%s", segments->directory);
	segments->oldest = segments->newest = 0;
	while ((errno = 0, entry = readdir(directory)) != NULL) {
		int64_t number = segment_number(entry->d_name);

		if (number > segments->newest)
			segments->newest = number;
		if (number > 0 && (segments->oldest == 0 || number < segments->oldest))
			segments->oldest = number;
	}
	if (errno != 0)
		fault_set_errno(fault, EX_IOERR, "%s", segments->directory);
	closedir(directory);
	return fault->status == 0;
}

/*
 * Gives a new segment the mode of the previous one, so that an operator need change it only
 * once; not if their groups differ.
 */
static bool copy_previous_mode(
	struct segments *segments, const struct stat *st, struct fault *fault)
{
	char name[NAME_SIZE];
	struct stat previous;

	segment_name(segments->newest - 1, name);
	if (st->st_size > 0 ||
		fstatat(segments->directory_fd, name, &previous, AT_SYMLINK_NOFOLLOW) < 0)
		return true;
	if (!S_ISREG(previous.st_mode) || previous.st_gid != st->st_gid ||
		previous.st_mode == st->st_mode ||
		fchmod(segments->fd, previous.st_mode & 0666) == 0)
		return true;
	return fault_set_errno(fault, status_for_errno(EX_IOERR), "%s", segments->path);
}

/* Makes NUMBER the newest segment. FLAGS are added to the flags of open(2). */
static bool open_segment(struct segments *segments, int64_t number, int flags, struct fault *fault)
{
	char name[NAME_SIZE];
	struct stat st;

	segment_name(number, name);
	free(segments->path);
	segments->path = segments_path(segments, number);
	segments->fd = openat(segments->directory_fd, name,
		O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | flags, 0600);
	if (segments->fd < 0 || fstat(segments->fd, &st) < 0)
		return fault_set_errno(fault, status_for_errno(EX_CANTCREAT), "%s", segments->path);
	segments->newest = number;
	segments->length = st.st_size;
	return copy_previous_mode(segments, &st, fault);
}

/* Returns the end of the newest segment's last complete line; -1 with errno on a read error. */
static int64_t find_last_line_end(const struct segments *segments)
{
	char block[4096];
	int64_t from = segments->length;

	while (from > 0) {
		size_t size = from < (int64_t)sizeof(block) ? (size_t)from : sizeof(block);
		const char *newline;
		ssize_t got;

		got = pread(segments->fd, block, size, from - (int64_t)size);
		if (got >= 0 && got != (ssize_t)size)
			errno = EIO; /* the file has become shorter */
		if (got != (ssize_t)size)
			return -1;
		newline = memrchr(block, '\n', size);
		if (newline != NULL)
			return from - (int64_t)size + (newline - block) + 1;
		from -= (int64_t)size;
	}
	return 0;
}

/* Creates a torn file, and sets NAME. An existing one is not overwritten. */
static int create_torn_file(struct segments *segments, int64_t end, char name[NAME_SIZE])
{
	int fd, suffix = 0;

	snprintf(name, NAME_SIZE, "torn-%lld-%lld", (long long)segments->newest, (long long)end);
	for (;;) {
		fd = openat(segments->directory_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			0600);
		if (fd >= 0 || errno != EEXIST)
			return fd;
		snprintf(name, NAME_SIZE, "torn-%lld-%lld-%d", (long long)segments->newest,
			(long long)end, ++suffix);
	}
}

/* Copies the bytes after END to a torn file, and syncs it. */
static bool save_torn_line(struct segments *segments, int64_t end, struct fault *fault)
{
	char block[4096], name[NAME_SIZE];
	int fd = create_torn_file(segments, end, name);
	int64_t offset = end;
	bool saved = true;
	ssize_t got = 0;

	if (fd < 0)
		return fault_set_errno(
			fault, status_for_errno(EX_CANTCREAT), "%s/%s", segments->directory, name);
	if (asprintf(&segments->torn_path, "%s/%s", segments->directory, name) < 0)
		memory_exhausted();
	while (saved && (got = pread(segments->fd, block, sizeof(block), offset)) > 0) {
		saved = output_write(fd, block, (size_t)got, NULL);
		offset += got;
	}
	saved = saved && got == 0 && fsync(fd) == 0;
	if (!saved)
		fault_set_errno(fault, EX_IOERR, "%s", segments->torn_path);
	if (close(fd) < 0)
		saved = fault_set_errno(fault, EX_IOERR, "%s", segments->torn_path);
	/* On a full disk, each start would leave one more incomplete copy. */
	if (!saved)
		unlinkat(segments->directory_fd, name, 0);
	return saved && sync_directory(segments, fault);
}

/* Moves an incomplete last line to a torn file; segments_append() never returned its bytes. */
static bool recover_last_line(struct segments *segments, struct fault *fault)
{
	int64_t end = find_last_line_end(segments);

	if (end < 0)
		return fault_set_errno(fault, EX_IOERR, "%s", segments->path);
	if (end == segments->length)
		return true;
	if (!save_torn_line(segments, end, fault))
		return false;
	if (ftruncate(segments->fd, end) < 0 || fsync(segments->fd) < 0)
		return fault_set_errno(fault, EX_IOERR, "%s", segments->path);
	segments->length = end;
	return true;
}

/* Deletes the oldest segments, so that at most MAX_SEGMENTS remain. */
static bool prune(struct segments *segments, struct fault *fault)
{
	char name[NAME_SIZE];

	while (segments->max_segments > 0 &&
		segments->newest - segments->oldest >= segments->max_segments) {
		segment_name(segments->oldest, name);
		if (unlinkat(segments->directory_fd, name, 0) < 0 && errno != ENOENT)
			return fault_set_errno(fault, EX_IOERR, "%s/%s", segments->directory, name);
		segments->oldest++;
	}
	return true;
}

static bool rotate(struct segments *segments, struct fault *fault)
{
	if (segments->fd >= 0 && close(segments->fd) < 0) {
		segments->fd = -1;
		return fault_set_errno(fault, EX_IOERR, "%s", segments->path);
	}
	segments->fd = -1;
	if (segments->oldest == 0)
		segments->oldest = 1;
	return open_segment(segments, segments->newest + 1, O_CREAT | O_EXCL, fault) &&
	       sync_directory(segments, fault) && prune(segments, fault);
}

static bool open_and_recover(struct segments *segments, struct fault *fault)
{
	if (!directory_make(segments->directory, fault))
		return false;
	segments->directory_fd = open(segments->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (segments->directory_fd < 0)
		return fault_set_errno(
			fault, status_for_errno(EX_CANTCREAT), "%s", segments->directory);
	if (!acquire_lock(segments, fault) || !sync_directory_and_parent(segments, fault) ||
		!find_segment_range(segments, fault))
		return false;
	if (segments->newest == 0)
		return rotate(segments, fault);
	return open_segment(segments, segments->newest, 0, fault) &&
	       recover_last_line(segments, fault) && prune(segments, fault);
}

struct segments *segments_open(
	const char *directory, int64_t max_size, int64_t max_segments, struct fault *fault)
{
	struct segments *segments = memory_zeroed(1, sizeof(*segments));

	segments->directory = memory_text(directory);
	segments->directory_fd = segments->lock_fd = segments->fd = -1;
	segments->max_size = max_size;
	segments->max_segments = max_segments;
	if (open_and_recover(segments, fault))
		return segments;
	segments_close(segments);
	return NULL;
}

void segments_close(struct segments *segments)
{
	if (segments == NULL)
		return;
	/* All data is synced: an error of close(2) loses nothing. */
	if (segments->fd >= 0)
		close(segments->fd);
	if (segments->lock_fd >= 0)
		close(segments->lock_fd);
	if (segments->directory_fd >= 0)
		close(segments->directory_fd);
	free(segments->directory);
	free(segments->path);
	free(segments->torn_path);
	free(segments);
}

/*
 * Returns the length of the complete lines at the beginning of LINES that fit into the newest
 * segment: 0 if it must be rotated; at least one line if it is empty.
 */
static size_t fitting_length(const struct segments *segments, const char *lines, size_t length)
{
	int64_t room = segments->max_size - segments->length;
	const char *end;

	if ((int64_t)length <= room)
		return length;
	end = room > 0 ? memrchr(lines, '\n', (size_t)room) : NULL;
	if (end == NULL && segments->length == 0)
		end = memchr(lines, '\n', length);
	return end != NULL ? (size_t)(end - lines) + 1 : 0;
}

/* Truncates the segment to its synced lines; adds to the reason of FAULT if that fails. */
static void truncate_unsynced(struct segments *segments, struct fault *fault)
{
	if (ftruncate(segments->fd, segments->length) < 0 || fdatasync(segments->fd) < 0)
		strlcat(fault->reason, "; it may end with lines that are reported as not logged",
			sizeof(fault->reason));
}

/* Writes lines to the newest segment and syncs them; on failure removes them. */
static bool write_piece(
	struct segments *segments, const char *lines, size_t length, struct fault *fault)
{
	if (output_write(segments->fd, lines, length, NULL) && fdatasync(segments->fd) == 0) {
		segments->length += (int64_t)length;
		trace("sync", "%s\t%lld", segments->path, (long long)segments->length);
		return true;
	}
	fault_set_errno(fault, EX_IOERR, "%s", segments->path);
	truncate_unsynced(segments, fault);
	return false;
}

size_t segments_append(
	struct segments *segments, const char *lines, size_t length, struct fault *fault)
{
	size_t done = 0;

	while (done < length) {
		size_t piece = fitting_length(segments, lines + done, length - done);

		if (piece == 0 && !rotate(segments, fault))
			break;
		if (piece > 0 && !write_piece(segments, lines + done, piece, fault))
			break;
		done += piece;
	}
	return done;
}

/* Reads the last line of a segment, up to LENGTH, into LINE. */
static bool read_last_line(int fd, int64_t length, struct buffer *line)
{
	int64_t from = length - 1; /* the last newline is not part of it */
	char block[4096];

	while (from > 0) {
		size_t size = from < (int64_t)sizeof(block) ? (size_t)from : sizeof(block);
		const char *newline;

		if (pread(fd, block, size, from - (int64_t)size) != (ssize_t)size)
			return false;
		newline = memrchr(block, '\n', size);
		from -= newline != NULL ? (int64_t)size - (newline - block) - 1 : (int64_t)size;
		if (newline != NULL)
			break;
	}
	for (; from < length - 1; from += (int64_t)sizeof(block)) {
		size_t size = (size_t)(length - 1 - from);

		size = size < sizeof(block) ? size : sizeof(block);
		if (pread(fd, block, size, from) != (ssize_t)size)
			return false;
		buffer_add(line, block, size);
	}
	return true;
}

bool segments_last_line(struct segments *segments, struct buffer *line, struct fault *fault)
{
	char name[NAME_SIZE];
	struct stat st;
	int64_t number = segments->newest;
	bool found;
	int fd;

	buffer_reset(line);
	/* A run that was killed after it began a segment has left it empty. */
	do {
		segment_name(number, name);
		fd = openat(segments->directory_fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
		found = fd >= 0 && fstat(fd, &st) == 0 &&
			(st.st_size == 0 || read_last_line(fd, st.st_size, line));
		if (!found)
			fault_set_errno(fault, EX_IOERR, "%s/%s", segments->directory, name);
		if (fd >= 0)
			close(fd);
	} while (found && st.st_size == 0 && --number >= segments->oldest && number > 0);
	return found;
}

struct segments_position segments_end(const struct segments *segments)
{
	return (struct segments_position){segments->newest, segments->length};
}

char *segments_path(const struct segments *segments, int64_t number)
{
	char name[NAME_SIZE];
	char *path;

	segment_name(number, name);
	if (asprintf(&path, "%s/%s", segments->directory, name) < 0)
		memory_exhausted();
	return path;
}

const char *segments_torn_path(const struct segments *segments)
{
	return segments->torn_path;
}
