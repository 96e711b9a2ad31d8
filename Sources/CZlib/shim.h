#ifndef WELCOME_ZLIB_SHIM_H
#define WELCOME_ZLIB_SHIM_H

#include <zlib.h>

#endif
