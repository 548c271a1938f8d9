/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widgets as JSON Lines. */
#include "ui/dump.h"

#include "canvas/number.h"
#include "ui/ui_inner.h"

static void put_text(FILE *out, const char *key, const char *text)
{
    fprintf(out, "\"%s\":\"", key);
    for (const char *p = text; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '"' || c == '\\') {
            fprintf(out, "\\%c", c);
        } else if (c < ' ') {
            fprintf(out, "\\u%04x", c);
        } else {
            fputc(c, out);
        }
    }
    fputs("\",", out);
}

static void put_number(FILE *out, const char *before, double v)
{
    char text[32];
    ho_fixed_short(text, sizeof text, v, 2);
    fprintf(out, "%s%s", before, text);
}

static void put_flag(FILE *out, const char *key, bool on)
{
    fprintf(out, ",\"%s\":%s", key, on ? "true" : "false");
}

int ho_ui_dump(const ho_ui_t *ui, FILE *out)
{
    ho_point_t o = ui->in->origin;
    double k = ui->scale;
    for (int i = 0; i < ho_ui_count(ui); i++) {
        const ho_widget_t *w = ho_ui_widget(ui, i);
        fputc('{', out);
        put_text(out, "id", w->id);
        put_text(out, "kind", ho_widget_kind_name(w->kind));
        put_text(out, "label", w->label);
        put_text(out, "value", w->value);
        put_number(out, "\"x\":", (w->rect.x - o.x) * k);
        put_number(out, ",\"y\":", (w->rect.y - o.y) * k);
        put_number(out, ",\"w\":", w->rect.w * k);
        put_number(out, ",\"h\":", w->rect.h * k);
        put_number(out, ",\"hit\":[", (w->hit.x - o.x) * k);
        put_number(out, ",", (w->hit.y - o.y) * k);
        put_number(out, ",", w->hit.w * k);
        put_number(out, ",", w->hit.h * k);
        fprintf(out, "],\"layer\":%d,\"panel\":%d", w->layer, w->panel);
        put_flag(out, "focusable", w->focusable);
        put_flag(out, "enabled", w->enabled);
        put_flag(out, "selected", w->selected);
        put_flag(out, "covered", w->covered);
        put_flag(out, "clipped", w->clipped);
        put_flag(out, "focused", w->hash == ui->in->focus);
        fputs("}\n", out);
    }
    return fflush(out) == 0 && !ferror(out) ? 0 : -1;
}
