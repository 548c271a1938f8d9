/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which engine this is: logs name it, for another one may play the same decisions to another end. */
#pragma once

#define HO_ENGINE_VERSION "0.1.0"
