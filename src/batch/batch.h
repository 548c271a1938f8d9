/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many runs, in two layers.
 *
 * In memory (runs.h): a list of jobs into an array of results, on all threads; for whoever judges the
 * results at once.
 *
 * On disk: scenarios x settings x policies x replicates, played into a folder that the same request fills
 * with the same bytes, whoever plays it, on whatever number of threads, processes or machines, however
 * often it was interrupted. A request is loaded into a sweep (sweep.h), whose layout (layout.h) numbers
 * its rows; a sheet (sheet.h) is the folder; a crew (crew.h) plays the one into the other; merge.h makes
 * shards into the whole. */
#pragma once

#include "batch/crew.h"
#include "batch/design.h"
#include "batch/merge.h"
#include "batch/runs.h"
#include "batch/sheet.h"
#include "batch/sweep.h"
