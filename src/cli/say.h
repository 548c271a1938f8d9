/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people say them. */
#pragma once

enum { HO_SAY = 32 };

/* "$412,300", "-$1.24 M": dollars with three figures or more. Returns `room`. */
const char *ho_say_usd(double usd, char room[HO_SAY]);
/* The same with its sign: "+$412,300". */
const char *ho_say_signed_usd(double usd, char room[HO_SAY]);
/* "34.2 %", "0.41 %". */
const char *ho_say_share(double share, char room[HO_SAY]);
/* "+1.2 %". */
const char *ho_say_lift(double share, char room[HO_SAY]);
/* "1,240", "12.3 million". */
const char *ho_say_count(double n, char room[HO_SAY]);
