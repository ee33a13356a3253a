#include "base/pipe.h"

#include <fcntl.h>

void pipe_widen(int fd, int bytes)
{
	int capacity = fcntl(fd, F_GETPIPE_SZ);

	if (capacity >= 0 && capacity < bytes)
		fcntl(fd, F_SETPIPE_SZ, bytes);
}
