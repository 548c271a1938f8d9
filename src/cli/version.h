/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this program is: its version names the engine in decision logs. */
#pragma once

#define HO_ENGINE_VERSION "0.1.0"
