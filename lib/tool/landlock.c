#include "tool/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What the headers of older kernels lack: names and bits are those of landlock(7). */
struct ruleset {
	uint64_t files;
	uint64_t network; /* from version 4 on */
	uint64_t scoped;  /* from version 6 on */
};

enum {
	FILES_TRUNCATE = 1 << 14,
	FILES_IOCTL = 1 << 15,
	NETWORK_BIND = 1 << 0,
	NETWORK_CONNECT = 1 << 1,
	SCOPE_ABSTRACT_SOCKET = 1 << 0,
	SCOPE_SIGNAL = 1 << 1,
};

/* The rights that a version of Landlock can restrict. */
static uint64_t rights_of(int version)
{
	uint64_t rights = LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1; /* the first 13 */

	if (version >= 2)
		rights |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		rights |= FILES_TRUNCATE;
	if (version >= 5)
		rights |= FILES_IOCTL;
	return rights;
}

static uint64_t rights_for(enum landlock_use use, bool directory)
{
	uint64_t read = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
	uint64_t write =
		LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
		LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE | FILES_TRUNCATE;
	uint64_t rights = use == LANDLOCK_READ ? read : write | (use == LANDLOCK_STORE ? read : 0);

	return directory ? rights
			 : rights & (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
					    FILES_TRUNCATE);
}

int landlock_version(void)
{
	return (int)syscall(
		__NR_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);
}

int landlock_begin(int version, bool sockets)
{
	struct ruleset ruleset = {.files = rights_of(version)};
	size_t size = sizeof(ruleset);

	ruleset.network = sockets ? NETWORK_BIND : NETWORK_BIND | NETWORK_CONNECT;
	ruleset.scoped = sockets ? SCOPE_SIGNAL : SCOPE_SIGNAL | SCOPE_ABSTRACT_SOCKET;
	if (version < 6)
		size = offsetof(struct ruleset, scoped);
	if (version < 4)
		size = offsetof(struct ruleset, network);
	return (int)syscall(__NR_landlock_create_ruleset, &ruleset, size, 0);
}

bool landlock_allow(int ruleset, int version, const char *path, enum landlock_use use)
{
	int fd = open(path, O_PATH | O_CLOEXEC);
	struct landlock_path_beneath_attr rule = {.parent_fd = fd};
	struct stat status;
	bool allowed;

	if (fd < 0)
		return false;
	allowed = fstat(fd, &status) == 0;
	rule.allowed_access = rights_for(use, S_ISDIR(status.st_mode)) & rights_of(version);
	allowed = allowed && syscall(__NR_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
				     &rule, 0) == 0;
	close(fd);
	return allowed;
}

bool landlock_end(int ruleset)
{
	return syscall(__NR_landlock_restrict_self, ruleset, 0) == 0;
}
