#include "log/segments.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
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
	int lock;
	int fd; /* the newest segment */
	int64_t oldest;
	int64_t newest; /* 0: none */
	int64_t length; /* of the newest segment's synced lines */
	int64_t size;
	int64_t keep;
	char *path; /* of the newest */
	char *torn; /* where its incomplete last line was moved to; NULL: there was none */
};

static void segment_name(int64_t number, char name[NAME_SIZE])
{
	snprintf(name, NAME_SIZE, "events-%010lld.ndjson", (long long)number);
}

/* The number in a segment's name; 0 if NAME is not a segment's. */
static int64_t segment_number(const char *name)
{
	char digits[NAME_SIZE], again[NAME_SIZE];
	const char *error;
	int64_t number;

	if (strncmp(name, "events-", 7) != 0 || strlen(name) >= NAME_SIZE)
		return 0;
	strlcpy(digits, name + 7, sizeof(digits));
	digits[strcspn(digits, ".")] = '\0';
	number = strtonum(digits, 1, INT64_MAX, &error);
	if (error != NULL)
		return 0;
	segment_name(number, again);
	return strcmp(again, name) == 0 ? number : 0;
}

static int status_of_errno(int otherwise)
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
		return otherwise;
	}
}

static bool sync_directory(struct segments *segments, struct fault *fault)
{
	if (fsync(segments->directory_fd) == 0)
		return true;
	return fault_set_errno(fault, EX_IOERR, "%s", segments->directory);
}

/* Syncs the directory and its parent: a killed run may have created entries without syncing. */
static bool sync_names(struct segments *segments, struct fault *fault)
{
	int above = openat(segments->directory_fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = above >= 0 && fsync(above) == 0;

	/* A parent that can't be read or synced was not changed by Lanyard. */
	if (!synced && errno != EACCES && errno != EINVAL && errno != EROFS)
		fault_set_errno(fault, EX_IOERR, "%s/..", segments->directory);
	if (above >= 0)
		close(above);
	return fault->status == 0 && sync_directory(segments, fault);
}

static bool take_lock(struct segments *segments, struct fault *fault)
{
	char *path;

	if (asprintf(&path, "%s/lock", segments->directory) < 0)
		memory_exhausted();
	segments->lock = lock_open(segments->directory_fd, "lock", ".", path, fault);
	if (segments->lock >= 0 && flock(segments->lock, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EWOULDBLOCK)
			fault_set(fault, EX_TEMPFAIL, "%s: another event-log writes here",
				segments->directory);
		else
			fault_set_errno(fault, EX_IOERR, "%s", path);
	}
	free(path);
	return fault->status == 0;
}

/* Reads the lowest and the highest number of the segments. */
static bool find_segments(struct segments *segments, struct fault *fault)
{
	DIR *directory = opendir(segments->directory);
	struct dirent *entry;

	if (directory == NULL)
		return fault_set_errno(fault, status_of_errno(EX_IOERR), "%s", segments->directory);
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
 * Copies the previous segment's permissions to an empty one, so that an operator grants a
 * group access once. Not if its group differs.
 */
static bool follow_permissions(
	struct segments *segments, const struct stat *status, struct fault *fault)
{
	char name[NAME_SIZE];
	struct stat previous;

	segment_name(segments->newest - 1, name);
	if (status->st_size > 0 ||
		fstatat(segments->directory_fd, name, &previous, AT_SYMLINK_NOFOLLOW) < 0)
		return true;
	if (!S_ISREG(previous.st_mode) || previous.st_gid != status->st_gid ||
		previous.st_mode == status->st_mode ||
		fchmod(segments->fd, previous.st_mode & 0666) == 0)
		return true;
	return fault_set_errno(fault, status_of_errno(EX_IOERR), "%s", segments->path);
}

/* Opens segment NUMBER, with FLAGS and those that are always needed. */
static bool open_segment(struct segments *segments, int64_t number, int flags, struct fault *fault)
{
	char name[NAME_SIZE];
	struct stat status;

	segment_name(number, name);
	free(segments->path);
	segments->path = segments_path(segments, number);
	segments->fd = openat(segments->directory_fd, name,
		O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | flags, 0600);
	if (segments->fd < 0 || fstat(segments->fd, &status) < 0)
		return fault_set_errno(fault, status_of_errno(EX_CANTCREAT), "%s", segments->path);
	segments->newest = number;
	segments->length = status.st_size;
	return follow_permissions(segments, &status, fault);
}

/* The end of the last complete line in the newest segment; -1 on a read error. */
static int64_t find_end(const struct segments *segments)
{
	char block[4096];
	int64_t from = segments->length;

	while (from > 0) {
		size_t size = from < (int64_t)sizeof(block) ? (size_t)from : sizeof(block);
		const char *newline;

		if (pread(segments->fd, block, size, from - (int64_t)size) != (ssize_t)size)
			return -1;
		newline = memrchr(block, '\n', size);
		if (newline != NULL)
			return from - (int64_t)size + (newline - block) + 1;
		from -= (int64_t)size;
	}
	return 0;
}

/* Creates the file for an incomplete line; an existing one is not overwritten. */
static int make_torn(struct segments *segments, int64_t end, char name[NAME_SIZE])
{
	int fd, more = 0;

	snprintf(name, NAME_SIZE, "torn-%lld-%lld", (long long)segments->newest, (long long)end);
	while ((fd = openat(segments->directory_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			0600)) < 0 &&
		errno == EEXIST)
		snprintf(name, NAME_SIZE, "torn-%lld-%lld-%d", (long long)segments->newest,
			(long long)end, ++more);
	return fd;
}

/* Copies the bytes after END to a file of their own, and syncs it. */
static bool copy_torn(struct segments *segments, int64_t end, struct fault *fault)
{
	char block[4096], name[NAME_SIZE];
	int fd = make_torn(segments, end, name);
	bool copied = true;
	ssize_t got = 0;

	if (fd < 0)
		return fault_set_errno(
			fault, status_of_errno(EX_CANTCREAT), "%s/%s", segments->directory, name);
	if (asprintf(&segments->torn, "%s/%s", segments->directory, name) < 0)
		memory_exhausted();
	while (copied && (got = pread(segments->fd, block, sizeof(block), end)) > 0) {
		copied = output_write(fd, block, (size_t)got, NULL);
		end += got;
	}
	copied = copied && got == 0 && fsync(fd) == 0;
	if (!copied)
		fault_set_errno(fault, EX_IOERR, "%s", segments->torn);
	if (close(fd) < 0)
		copied = fault_set_errno(fault, EX_IOERR, "%s", segments->torn);
	/* Otherwise each start on a full disk would leave another one. */
	if (!copied)
		unlinkat(segments->directory_fd, name, 0);
	return copied && sync_directory(segments, fault);
}

/* Moves away an incomplete line that a crash left; it was never acknowledged. */
static bool mend_tail(struct segments *segments, struct fault *fault)
{
	int64_t end = find_end(segments);

	if (end < 0)
		return fault_set_errno(fault, EX_IOERR, "%s", segments->path);
	if (end == segments->length)
		return true;
	if (!copy_torn(segments, end, fault))
		return false;
	if (ftruncate(segments->fd, end) < 0 || fsync(segments->fd) < 0)
		return fault_set_errno(fault, EX_IOERR, "%s", segments->path);
	segments->length = end;
	return true;
}

/* Deletes the oldest segments until KEEP remain. */
static bool prune(struct segments *segments, struct fault *fault)
{
	char name[NAME_SIZE];

	while (segments->keep > 0 && segments->newest - segments->oldest >= segments->keep) {
		segment_name(segments->oldest, name);
		if (unlinkat(segments->directory_fd, name, 0) < 0 && errno != ENOENT)
			return fault_set_errno(fault, EX_IOERR, "%s/%s", segments->directory, name);
		segments->oldest++;
	}
	return true;
}

static bool begin_segment(struct segments *segments, struct fault *fault)
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

static bool open_all(struct segments *segments, struct fault *fault)
{
	if (!directory_make(segments->directory, fault))
		return false;
	segments->directory_fd = open(segments->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (segments->directory_fd < 0)
		return fault_set_errno(
			fault, status_of_errno(EX_CANTCREAT), "%s", segments->directory);
	if (!take_lock(segments, fault) || !sync_names(segments, fault) ||
		!find_segments(segments, fault))
		return false;
	if (segments->newest == 0)
		return begin_segment(segments, fault);
	return open_segment(segments, segments->newest, 0, fault) && mend_tail(segments, fault) &&
	       prune(segments, fault);
}

struct segments *segments_open(
	const char *directory, int64_t size, int64_t keep, struct fault *fault)
{
	struct segments *segments = memory_zeroed(1, sizeof(*segments));

	segments->directory = memory_text(directory);
	segments->directory_fd = segments->lock = segments->fd = -1;
	segments->size = size;
	segments->keep = keep;
	if (open_all(segments, fault))
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
	if (segments->lock >= 0)
		close(segments->lock);
	if (segments->directory_fd >= 0)
		close(segments->directory_fd);
	free(segments->directory);
	free(segments->path);
	free(segments->torn);
	free(segments);
}

/*
 * The bytes of LINES, of complete lines, that fit into the segment; at least one line if
 * it is empty.
 */
static size_t fitting(const struct segments *segments, const char *lines, size_t length)
{
	int64_t room = segments->size - segments->length;
	const char *end;

	if ((int64_t)length <= room)
		return length;
	end = room > 0 ? memrchr(lines, '\n', (size_t)room) : NULL;
	if (end == NULL && segments->length == 0)
		end = memchr(lines, '\n', length);
	return end != NULL ? (size_t)(end - lines) + 1 : 0;
}

/* Truncates a partly written piece; sets FAULT if that fails. */
static void take_back(struct segments *segments, struct fault *fault)
{
	if (ftruncate(segments->fd, segments->length) < 0 || fdatasync(segments->fd) < 0)
		strlcat(fault->reason, "; a part of what is not logged may have stayed at its end",
			sizeof(fault->reason));
}

/* Writes one piece and syncs it; on failure removes it. */
static bool write_piece(
	struct segments *segments, const char *lines, size_t length, struct fault *fault)
{
	if (output_write(segments->fd, lines, length, NULL) && fdatasync(segments->fd) == 0) {
		segments->length += (int64_t)length;
		trace("sync", "%s\t%lld", segments->path, (long long)segments->length);
		return true;
	}
	fault_set_errno(fault, EX_IOERR, "%s", segments->path);
	take_back(segments, fault);
	return false;
}

size_t segments_append(
	struct segments *segments, const char *lines, size_t length, struct fault *fault)
{
	size_t done = 0;

	while (done < length) {
		size_t piece = fitting(segments, lines + done, length - done);

		if (piece == 0 && !begin_segment(segments, fault))
			break;
		if (piece > 0 && !write_piece(segments, lines + done, piece, fault))
			break;
		done += piece;
	}
	return done;
}

struct place segments_end(const struct segments *segments)
{
	return (struct place){segments->newest, segments->length};
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

const char *segments_torn(const struct segments *segments)
{
	return segments->torn;
}
