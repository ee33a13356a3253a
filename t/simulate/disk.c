#include "disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "raw.h"

enum { FILES = 64, NAMES = 96, PATH = 200, PAGE = 4096, SECTOR = 512, PAGES = 4096 };

struct file {
	int64_t size; /* on the disk */
	int64_t most; /* of the pages that it ever had */
	bool dirty[PAGES];
};

/* An entry of a directory, as processes see it and as it is on the disk; -1: no file. */
struct name {
	char path[PATH];
	int seen, kept;
	uint64_t changes; /* of what processes see */
};

struct disk {
	char directory[PATH];
	size_t prefix;
	int files, names;
	int64_t lost;
	struct file file[FILES];
	struct name name[NAMES];
	unsigned char page[FILES][PAGES][PAGE]; /* on the disk; memory is used once it is written */
};

void disk_empty(const char *directory)
{
	DIR *open = opendir(directory);
	struct dirent *entry;
	char path[PATH + 300];

	while (open != NULL && (entry = readdir(open)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name);
		if (remove(path) != 0) {
			disk_empty(path);
			remove(path);
		}
	}
	if (open != NULL)
		closedir(open);
}

struct disk *disk_new(const char *directory)
{
	struct disk *disk = mmap(NULL, sizeof(*disk), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (disk == MAP_FAILED)
		err(1, "the disk's memory");
	strlcpy(disk->directory, directory, sizeof(disk->directory));
	disk->prefix = strlen(directory);
	disk_empty(directory);
	return disk;
}

void disk_free(struct disk *disk)
{
	munmap(disk, sizeof(*disk));
}

bool disk_has(const struct disk *disk, const char *path)
{
	return strncmp(path, disk->directory, disk->prefix) == 0 && path[disk->prefix] == '/';
}

static struct name *find_name(struct disk *disk, const char *path)
{
	int i;

	for (i = 0; i < disk->names; i++)
		if (strcmp(disk->name[i].path, path) == 0)
			return &disk->name[i];
	return NULL;
}

static struct name *add_name(struct disk *disk, const char *path)
{
	struct name *name = find_name(disk, path);

	if (name != NULL)
		return name;
	if (disk->names == NAMES || strlen(path) >= PATH)
		broken("the simulated disk is full of names");
	name = &disk->name[disk->names++];
	strlcpy(name->path, path, sizeof(name->path));
	name->seen = name->kept = -1;
	return name;
}

static bool is_shared_memory(const char *path)
{
	size_t length = strlen(path);

	return length > 4 && strcmp(path + length - 4, "-shm") == 0;
}

/* A number that no name has, or a new one. */
static int new_file(struct disk *disk)
{
	int file, i;

	for (file = 0; file < disk->files; file++) {
		for (i = 0; i < disk->names; i++)
			if (disk->name[i].seen == file || disk->name[i].kept == file)
				break;
		if (i == disk->names)
			break;
	}
	if (file == FILES)
		broken("the simulated disk is full of files");
	if (file == disk->files)
		disk->files++;
	memset(&disk->file[file], 0, sizeof(disk->file[file]));
	return file;
}

int disk_file(struct disk *disk, const char *path, bool may_create)
{
	struct name *name;

	if (!disk_has(disk, path) || is_shared_memory(path))
		return -1;
	name = may_create ? add_name(disk, path) : find_name(disk, path);
	if (name != NULL && name->seen < 0 && may_create) {
		name->seen = new_file(disk);
		name->changes++;
	}
	return name != NULL ? name->seen : -1;
}

static void count_change(struct disk *disk, int file)
{
	int i;

	for (i = 0; i < disk->names; i++)
		if (disk->name[i].seen == file)
			disk->name[i].changes++;
}

uint64_t disk_changes(const struct disk *disk, const char *prefix)
{
	size_t length = strlen(prefix);
	uint64_t changes = 0;
	int i;

	for (i = 0; i < disk->names; i++)
		if (strncmp(disk->name[i].path + disk->prefix + 1, prefix, length) == 0)
			changes += disk->name[i].changes;
	return changes;
}

static void mark(struct disk *disk, int file, int64_t from, int64_t to)
{
	int64_t page;

	if (to > (int64_t)PAGES * PAGE)
		broken("the simulated disk is full");
	for (page = from / PAGE; page * PAGE < to; page++)
		disk->file[file].dirty[page] = true;
	if (disk->file[file].most < page)
		disk->file[file].most = page;
	count_change(disk, file);
}

void disk_written(struct disk *disk, int file, int fd, int64_t offset, int64_t size)
{
	(void)fd;
	mark(disk, file, offset, offset + size);
}

/* What was cut off, or comes as zeros, differs from what is on the disk. */
void disk_truncated(struct disk *disk, int file, int fd, int64_t size)
{
	(void)fd;
	mark(disk, file, size, size > disk->file[file].size ? size : disk->file[file].size);
}

void disk_unlinked(struct disk *disk, const char *path)
{
	struct name *name = find_name(disk, path);

	if (name == NULL)
		return;
	name->seen = -1;
	name->changes++;
}

void disk_linked(struct disk *disk, const char *from, const char *to)
{
	int file = disk_file(disk, from, true);
	struct name *name = add_name(disk, to);

	name->seen = file;
	name->changes++;
}

static int64_t size_of(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 ? (int64_t)status.st_size : 0;
}

/* Reads what processes see of a page, of a file that may be open for writing only. */
static void read_page(int fd, int64_t page, unsigned char to[PAGE])
{
	ssize_t got = raw_pread(fd, to, PAGE, (off_t)(page * PAGE));
	char path[40];
	int again;

	if (got < 0) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		again = raw_open(path, O_RDONLY | O_CLOEXEC, 0);
		got = raw_pread(again, to, PAGE, (off_t)(page * PAGE));
		raw_close(again);
	}
	if (got < PAGE)
		memset(to + (got > 0 ? got : 0), 0, (size_t)(PAGE - (got > 0 ? got : 0)));
}

/* Copies what processes see of a page to the disk. */
static void write_page(struct disk *disk, int file, int fd, int64_t page)
{
	read_page(fd, page, disk->page[file][page]);
	disk->file[file].dirty[page] = false;
}

static int64_t pages_of(const struct disk *disk, int file, int fd)
{
	int64_t size = size_of(fd);

	if (size < disk->file[file].size)
		size = disk->file[file].size;
	return (size + PAGE - 1) / PAGE;
}

void disk_synced(struct disk *disk, int file, int fd)
{
	int64_t page, pages = pages_of(disk, file, fd);

	for (page = 0; page < pages; page++)
		if (disk->file[file].dirty[page])
			write_page(disk, file, fd, page);
	disk->file[file].size = size_of(fd);
}

void disk_sync_failed(struct disk *disk, int file, int fd, struct random *random)
{
	int64_t page, pages = pages_of(disk, file, fd);
	uint64_t kept = chance_below(random, 5);

	for (page = 0; page < pages; page++)
		if (disk->file[file].dirty[page] && chance_below(random, 4) < kept)
			write_page(disk, file, fd, page);
		else
			disk->file[file].dirty[page] = false;
	disk->file[file].size = size_of(fd);
}

void disk_write_back(struct disk *disk, int file, int fd, struct random *random)
{
	int64_t pages = pages_of(disk, file, fd), size = size_of(fd);
	int64_t page = (int64_t)chance_below(random, (uint64_t)pages);

	if (page >= pages || !disk->file[file].dirty[page])
		return;
	write_page(disk, file, fd, page);
	if (disk->file[file].size < size && disk->file[file].size < (page + 1) * PAGE)
		disk->file[file].size = size < (page + 1) * PAGE ? size : (page + 1) * PAGE;
}

void disk_directory_synced(struct disk *disk, const char *directory)
{
	size_t length = strlen(directory);
	int i;

	for (i = 0; i < disk->names; i++)
		if (strncmp(disk->name[i].path, directory, length) == 0 &&
			strrchr(disk->name[i].path, '/') == disk->name[i].path + length)
			disk->name[i].kept = disk->name[i].seen;
}

/* Keeps some sectors of what processes see. OF_4: how many of four sectors. False: it kept all. */
static bool cut_file(
	struct disk *disk, int file, const char *path, uint64_t of_4, struct random *random)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	unsigned char seen[PAGE];
	int64_t pages = pages_of(disk, file, fd), size = size_of(fd), page, lost = disk->lost;
	int sector;

	for (page = 0; page < pages; page++) {
		if (!disk->file[file].dirty[page])
			continue;
		read_page(fd, page, seen);
		disk->file[file].dirty[page] = false;
		/* What was cut off is as it was, until the shorter file is on the disk. */
		for (sector = 0; sector < PAGE && page * PAGE + sector < size; sector += SECTOR)
			if (chance_below(random, 4) < of_4)
				memcpy(disk->page[file][page] + sector, seen + sector, SECTOR);
			else
				disk->lost++;
	}
	if (of_4 > 0 && (of_4 == 4 || chance_once(random, 2)))
		disk->file[file].size = size;
	close(fd);
	return disk->lost > lost || disk->file[file].size != size;
}

/* What is behind the end of a file is zero, should it grow. */
static void clear_behind(struct disk *disk, int file)
{
	int64_t size = disk->file[file].size, page = size / PAGE;

	if (page < disk->file[file].most)
		memset(disk->page[file][page] + size % PAGE, 0, (size_t)(PAGE - size % PAGE));
	for (page++; page < disk->file[file].most; page++)
		memset(disk->page[file][page], 0, PAGE);
}

/* Writes what is on the disk into the file that processes see. */
static void restore(struct disk *disk, int file, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int64_t left = disk->file[file].size, page;
	ssize_t part;

	clear_behind(disk, file);
	for (page = 0; left > 0; page++, left -= part) {
		part = left < PAGE ? (ssize_t)left : PAGE;
		if (write(fd, disk->page[file][page], (size_t)part) != part)
			err(1, "%s", path);
	}
	close(fd);
}

/* Makes the entries of directories those that are KEPT, with what is on the disk. */
static void restore_all(struct disk *disk)
{
	const char *first[FILES] = {NULL};
	char shm[PATH + 8];
	struct name *name;
	int i;

	for (i = 0; i < disk->names; i++) {
		name = &disk->name[i];
		unlink(name->path);
		snprintf(shm, sizeof(shm), "%s-shm", name->path);
		unlink(shm);
		if (name->seen != name->kept)
			name->changes++;
		name->seen = name->kept;
		if (name->seen < 0)
			continue;
		if (first[name->seen] == NULL)
			restore(disk, name->seen, name->path);
		else if (link(first[name->seen], name->path) != 0)
			err(1, "%s", name->path);
		first[name->seen] = name->path;
	}
}

void disk_power_cut(struct disk *disk, struct random *random)
{
	uint64_t of_4 = chance_below(random, 5);
	bool done[FILES] = {false};
	struct name *name;
	int i;

	for (i = 0; i < disk->names; i++) {
		name = &disk->name[i];
		if (name->seen >= 0 && !done[name->seen] &&
			cut_file(disk, name->seen, name->path, of_4, random))
			count_change(disk, name->seen);
		if (name->seen >= 0)
			done[name->seen] = true;
		if (name->seen != name->kept && chance_below(random, 4) < of_4)
			name->kept = name->seen;
	}
	restore_all(disk);
}

int64_t disk_lost(const struct disk *disk)
{
	return disk->lost;
}
