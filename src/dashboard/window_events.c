/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events of SDL as events of the screens. */
#include <math.h>
#include <string.h>

#include "dashboard/window_inner.h"

static const struct {
    SDL_Keycode sym;
    int key;
} KEYS[] = {
    {SDLK_RETURN, HO_KEY_ENTER},  {SDLK_KP_ENTER, HO_KEY_ENTER}, {SDLK_ESCAPE, HO_KEY_ESC},
    {SDLK_TAB, HO_KEY_TAB},       {SDLK_SPACE, HO_KEY_SPACE},    {SDLK_BACKSPACE, HO_KEY_BACKSPACE},
    {SDLK_DELETE, HO_KEY_DELETE}, {SDLK_INSERT, HO_KEY_INSERT},  {SDLK_HOME, HO_KEY_HOME},
    {SDLK_END, HO_KEY_END},       {SDLK_PAGEUP, HO_KEY_PAGE_UP}, {SDLK_PAGEDOWN, HO_KEY_PAGE_DOWN},
    {SDLK_LEFT, HO_KEY_LEFT},     {SDLK_RIGHT, HO_KEY_RIGHT},    {SDLK_UP, HO_KEY_UP},
    {SDLK_DOWN, HO_KEY_DOWN},     {SDLK_F1, HO_KEY_F1},          {SDLK_F2, HO_KEY_F2},
    {SDLK_F3, HO_KEY_F3},         {SDLK_F4, HO_KEY_F4},          {SDLK_F5, HO_KEY_F5},
    {SDLK_F6, HO_KEY_F6},         {SDLK_F7, HO_KEY_F7},          {SDLK_F8, HO_KEY_F8},
    {SDLK_F9, HO_KEY_F9},         {SDLK_F10, HO_KEY_F10},        {SDLK_F11, HO_KEY_F11},
    {SDLK_F12, HO_KEY_F12},       {SDLK_KP_PLUS, '+'},           {SDLK_KP_MINUS, '-'},
};

static unsigned mods_of(SDL_Keymod mods)
{
    return ((mods & KMOD_SHIFT) != 0 ? HO_MOD_SHIFT : 0) |
           ((mods & (KMOD_CTRL | KMOD_GUI)) != 0 ? HO_MOD_CTRL : 0) |
           ((mods & KMOD_ALT) != 0 ? HO_MOD_ALT : 0);
}

/* Letters, digits and named keys; punctuation comes as text, unless Ctrl or Alt keep it from being typed. */
static bool take_key(const SDL_KeyboardEvent *from, ho_input_t *out)
{
    SDL_Keycode sym = from->keysym.sym;
    unsigned mods = mods_of((SDL_Keymod)from->keysym.mod);
    int key = HO_KEY_NONE;
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (KEYS[i].sym == sym) {
            key = KEYS[i].key;
        }
    }
    bool letter = (sym >= 'a' && sym <= 'z') || (sym >= '0' && sym <= '9');
    bool held = (mods & (HO_MOD_CTRL | HO_MOD_ALT)) != 0;
    if (letter) {
        key = (int)sym;
    } else if (key == HO_KEY_NONE && held && sym > ' ' && sym < 127) {
        key = sym == '=' ? '+' : (int)sym; /* Ctrl + without the Shift that it takes */
        mods &= ~(unsigned)(key == '+' ? HO_MOD_SHIFT : 0);
    } else if ((key == '+' || key == '-') && !held) {
        return false; /* of the number pad: it comes as text */
    }
    if (key == HO_KEY_NONE) {
        return false;
    }
    *out = ho_input_key(key, mods);
    out->repeat = from->repeat != 0;
    return true;
}

static void take_window(ho_frame_window_t *w, const SDL_WindowEvent *from)
{
    switch (from->event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        w->dirty = true;
        if (ho_window_resize(w) != 0) {
            w->closing = true;
        }
        break;
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_RESTORED: w->dirty = true; break;
    case SDL_WINDOWEVENT_CLOSE: w->closing = true; break;
    default: break;
    }
}

static ho_input_t at_pointer(const ho_frame_window_t *w, ho_input_kind_t kind, double x, double y)
{
    double k = w->dpi / w->scale;
    return ho_input_at(kind, x * k, y * k);
}

bool ho_window_event(ho_frame_window_t *w, const SDL_Event *from, ho_input_t *out)
{
    int x;
    int y;
    switch (from->type) {
    case SDL_QUIT: w->closing = true; return false;
    case SDL_WINDOWEVENT:
        take_window(w, &from->window);
        *out = (ho_input_t){.kind = HO_INPUT_LEAVE};
        return from->window.event == SDL_WINDOWEVENT_LEAVE;
    case SDL_MOUSEMOTION: *out = at_pointer(w, HO_INPUT_MOVE, from->motion.x, from->motion.y); return true;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        *out = at_pointer(w, from->type == SDL_MOUSEBUTTONDOWN ? HO_INPUT_PRESS : HO_INPUT_RELEASE,
                          from->button.x, from->button.y);
        out->clicks = from->button.clicks;
        return from->button.button == SDL_BUTTON_LEFT;
    case SDL_MOUSEWHEEL:
        SDL_GetMouseState(&x, &y);
        *out = at_pointer(w, HO_INPUT_WHEEL, x, y);
        out->wheel = (double)from->wheel.preciseY;
        out->mods = mods_of(SDL_GetModState());
        return out->wheel != 0;
    case SDL_KEYDOWN: return take_key(&from->key, out);
    case SDL_TEXTINPUT: *out = ho_input_text(from->text.text); return (SDL_GetModState() & KMOD_CTRL) == 0;
    case SDL_DROPFILE:
        ho_app_drop(w->app, from->drop.file);
        SDL_free(from->drop.file);
        w->dirty = true;
        return false;
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
        w->closing = ho_window_resize(w) != 0;
        w->dirty = true;
        return false;
    default: return false;
    }
}
