/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a word to the file of a scenario: a path, or the id of one that ships; and what lies in the folders of
 * scenarios. */
#pragma once

#include <stdbool.h>

#include "engine/world.h"

enum { HO_PATH = 4096, HO_MOST_SHIPPED = 64 };

/* Folder i in which scenarios are looked for by their id: HO_SCENARIO_DIR, ./scenarios, then those that
 * belong to this program. "" where there is none here; false past the last. */
bool ho_find_folder(int i, char folder[HO_PATH]);

/* Finds the file that `word` names: a path (it has a slash or ends in .json) as it stands; otherwise
 * <word>.json in `beside` (a folder, may be NULL) and in the folders of ho_find_folder. "-" is standard
 * input. False where there is none. */
bool ho_find_scenario(const char *word, const char *beside, char path[HO_PATH]);

/* Ids of the scenarios in a folder, in alphabetical order; returns how many, at most `room`. */
int ho_find_in(const char *folder, char ids[][HO_ID], int room);
/* Those in the first folder that has any. */
int ho_find_shipped(char ids[HO_MOST_SHIPPED][HO_ID]);
/* Id i of them; false past the last. */
bool ho_shipped_scenario(int i, char id[HO_ID]);
