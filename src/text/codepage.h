/*
 * codepage: character sets of one byte that texts were once read in.
 *
 * Depends on: base.
 */
#ifndef TEXT_CODEPAGE_H
#define TEXT_CODEPAGE_H

#include "base/base.h"

/* The byte from 0x80 on that a character is in Windows-1252, or 0.  The five
 * bytes without a character are the control characters of that number. */
unsigned windows_byte(uint32_t c);

/* Whether Windows-1252 has no character for the byte, so that it gets lost. */
bool windows_lacks(unsigned byte);

/* The same in MacRoman. */
unsigned mac_byte(uint32_t c);

#endif
