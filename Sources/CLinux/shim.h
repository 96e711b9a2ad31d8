#ifndef WELCOME_CLINUX_SHIM_H
#define WELCOME_CLINUX_SHIM_H

/* GNU extensions of the C library that Swift's Glibc module leaves out. */

/* syncfs(2): makes everything written to the file system of `fd` durable. */
int syncfs(int fd);

#endif
