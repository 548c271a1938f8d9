/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this program is. */
#pragma once

#include "scenario/version.h"
