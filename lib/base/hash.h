/*
 * Hashes of texts, as keys that are shorter than the texts. They are not cryptographic: whoever
 * chooses texts can choose equal ones, so what is found by a hash is compared.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

/* FNV-1a, 64 bits: the hash of no bytes. */
#define HASH_START UINT64_C(0xcbf29ce484222325)

/* HASH continued with TEXT and its NUL. */
uint64_t hash_text(uint64_t hash, const char *text);

/* The same with letters of ASCII in lower case. */
uint64_t hash_lower(uint64_t hash, const char *text);

/* 47 bits of HASH, which SQLite stores in six bytes. */
int64_t hash_key(uint64_t hash);

#endif
