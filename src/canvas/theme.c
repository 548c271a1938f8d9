/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The three themes. */
#include "canvas/theme.h"

#include <stddef.h>
#include <string.h>

static const ho_theme_t THEMES[HO_THEME_COUNT] = {
    [HO_THEME_DARK] =
        {
            .name = "dark",
            .title = "Dark",
            .dark = true,
            .bg = HO_RGB(0x0B0E14),
            .bar = HO_RGB(0x0F131B),
            .surface = HO_RGB(0x131822),
            .surface_2 = HO_RGB(0x1A2130),
            .surface_3 = HO_RGB(0x242D3F),
            .line = HO_RGB(0x222A3A),
            .line_strong = HO_RGB(0x36425A),
            .grid = HO_RGB(0x1D2431),
            .text = HO_RGB(0xEDF1F8),
            .text_2 = HO_RGB(0xAAB4C6),
            .text_3 = HO_RGB(0x8590A6),
            .accent = HO_RGB(0x6E9BFF),
            .on_accent = HO_RGB(0x0A1020),
            .accent_bg = HO_RGB(0x1B2745),
            .accent_text = HO_RGB(0xA1BDFC),
            .good = HO_RGB(0x4FD8C4),
            .warn = HO_RGB(0xF7C04A),
            .bad = HO_RGB(0xFF5F78),
            .good_bg = HO_RGB(0x10292A),
            .warn_bg = HO_RGB(0x2B2416),
            .bad_bg = HO_RGB(0x301A22),
            .segment = {HO_RGB(0x4F8FFB), HO_RGB(0x929C6A), HO_RGB(0x74E0BC), HO_RGB(0xD56AB0)},
            .hidden = HO_RGB(0xE8B24A),
            .false_positive = HO_RGB(0xD56AB0),
            .false_negative = HO_RGB(0xC53E09),
            .neutral = HO_RGB(0xAAB4C6),
            .shadow = 0x6E000000,
            .scrim = 0x9E0B0E14,
            .area_alpha = 0.46,
            .band_alpha = 0.20,
            .breach_alpha = 0.45,
            .zone_alpha = 0.07,
            .lag_alpha = 0.07,
            .hatch_alpha = 0.38,
            .gradient_top = 0.30,
            .gradient_bottom = 0.02,
            .border = 1,
        },
    [HO_THEME_LIGHT] =
        {
            .name = "light",
            .title = "Light",
            .bg = HO_RGB(0xF3F5F9),
            .bar = HO_RGB(0xFFFFFF),
            .surface = HO_RGB(0xFFFFFF),
            .surface_2 = HO_RGB(0xF0F3F8),
            .surface_3 = HO_RGB(0xE2E7F0),
            .line = HO_RGB(0xE0E5EE),
            .line_strong = HO_RGB(0xC3CCDA),
            .grid = HO_RGB(0xECEFF5),
            .text = HO_RGB(0x131A26),
            .text_2 = HO_RGB(0x475266),
            .text_3 = HO_RGB(0x5E6A80),
            .accent = HO_RGB(0x2F5FD6),
            .on_accent = HO_RGB(0xFFFFFF),
            .accent_bg = HO_RGB(0xE6EDFD),
            .accent_text = HO_RGB(0x2F5FD6),
            .good = HO_RGB(0x00776F),
            .warn = HO_RGB(0x8A6A00),
            .bad = HO_RGB(0xB0123C),
            .good_bg = HO_RGB(0xE0F4F1),
            .warn_bg = HO_RGB(0xFBF1DC),
            .bad_bg = HO_RGB(0xFDE8EC),
            .segment = {HO_RGB(0x1D5CC9), HO_RGB(0x42580C), HO_RGB(0x1E9A6B), HO_RGB(0x8C2A78)},
            .hidden = HO_RGB(0xBA8510),
            .false_positive = HO_RGB(0x8C2A78),
            .false_negative = HO_RGB(0x4C322E),
            .neutral = HO_RGB(0x5E6A80),
            .shadow = 0x1E1E2942,
            .scrim = 0xA8F3F5F9,
            .area_alpha = 0.50,
            .band_alpha = 0.16,
            .breach_alpha = 0.45,
            .zone_alpha = 0.06,
            .lag_alpha = 0.07,
            .hatch_alpha = 0.38,
            .gradient_top = 0.30,
            .gradient_bottom = 0.02,
            .border = 1,
        },
    [HO_THEME_CONTRAST] =
        {
            .name = "contrast",
            .title = "High contrast",
            .dark = true,
            .plain = true,
            .bg = HO_RGB(0x000000),
            .bar = HO_RGB(0x000000),
            .surface = HO_RGB(0x000000),
            .surface_2 = HO_RGB(0x000000),
            .surface_3 = HO_RGB(0x333333),
            .line = HO_RGB(0xFFFFFF),
            .line_strong = HO_RGB(0xFFFFFF),
            .grid = HO_RGB(0x5C5C5C),
            .text = HO_RGB(0xFFFFFF),
            .text_2 = HO_RGB(0xFFFFFF),
            .text_3 = HO_RGB(0xE6E6E6),
            .accent = HO_RGB(0xFFE14D),
            .on_accent = HO_RGB(0x000000),
            .accent_bg = HO_RGB(0x000000),
            .accent_text = HO_RGB(0xFFE14D),
            .good = HO_RGB(0x5CF0DA),
            .warn = HO_RGB(0xFFD84D),
            .bad = HO_RGB(0xFF8095),
            .good_bg = HO_RGB(0x000000),
            .warn_bg = HO_RGB(0x000000),
            .bad_bg = HO_RGB(0x000000),
            .segment = {HO_RGB(0x0FD3FF), HO_RGB(0xC0E59D), HO_RGB(0x519232), HO_RGB(0xFF1FA7)},
            .hidden = HO_RGB(0xFFC233),
            .false_positive = HO_RGB(0xFF1FA7),
            .false_negative = HO_RGB(0xA06BFF),
            .neutral = HO_RGB(0xC8C8C8),
            .shadow = 0x00000000,
            .scrim = 0xB3000000,
            .area_alpha = 0.60,
            .band_alpha = 0.30,
            .breach_alpha = 0.70,
            .zone_alpha = 0,
            .lag_alpha = 0,
            .hatch_alpha = 0.80,
            .gradient_top = 0,
            .gradient_bottom = 0,
            .border = 2,
        },
};

const ho_theme_t *ho_theme(ho_theme_id_t id)
{
    return &THEMES[id];
}

const ho_theme_t *ho_theme_named(const char *name)
{
    for (int i = 0; i < HO_THEME_COUNT; i++) {
        if (strcmp(THEMES[i].name, name) == 0) {
            return &THEMES[i];
        }
    }
    return NULL;
}

ho_color_t ho_tone_color(const ho_theme_t *theme, ho_tone_t tone)
{
    switch (tone) {
    case HO_TONE_INFO: return theme->accent_text;
    case HO_TONE_GOOD: return theme->good;
    case HO_TONE_WARN: return theme->warn;
    case HO_TONE_BAD: return theme->bad;
    default: return theme->text_2;
    }
}

ho_color_t ho_tone_ground(const ho_theme_t *theme, ho_tone_t tone)
{
    switch (tone) {
    case HO_TONE_INFO: return theme->accent_bg;
    case HO_TONE_GOOD: return theme->good_bg;
    case HO_TONE_WARN: return theme->warn_bg;
    case HO_TONE_BAD: return theme->bad_bg;
    default: return theme->surface_3;
    }
}

ho_text_style_t ho_style(int size, ho_weight_t weight, ho_color_t color, ho_align_t align)
{
    return (ho_text_style_t){.size = size, .color = color, .weight = weight, .align = align};
}
