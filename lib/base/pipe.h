/* Pipes. */
#ifndef BASE_PIPE_H
#define BASE_PIPE_H

/*
 * If FD is a pipe with room for fewer than BYTES, enlarges it, unless the system does not allow
 * that: so a writer and a reader of much wait for each other less often.
 */
void pipe_widen(int fd, int bytes);

#endif
