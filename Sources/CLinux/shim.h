#ifndef WELCOME_CLINUX_SHIM_H
#define WELCOME_CLINUX_SHIM_H

/* GNU extensions of the C library that Swift's Glibc module leaves out. */

/* statfs(2): what a file system is and has left. */
#include <sys/statfs.h>

/* syncfs(2): makes everything written to the file system of `fd` durable. */
int syncfs(int fd);

/* posix_spawn_file_actions_addchdir_np(3) and its like: what a child does before its program starts. */
#include <spawn.h>
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

/* pipe2(2): a pipe whose ends no other child inherits. */
int pipe2(int ends[2], int flags);

#endif
