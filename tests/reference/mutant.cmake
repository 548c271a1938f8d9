# SPDX-License-Identifier: GPL-3.0-or-later
# Makes one mutant of the engine: a copy of one source file in which one exact text is replaced.
#   cmake -D MUTANT=<file.mutant> -D ENGINE=<src/engine> [-D OUT=<file.c> [-D STRICT=ON]] -P mutant.cmake
# The old text must be found exactly once. Without OUT only that is checked, and a failure is an error; with
# OUT the build goes on with an unchanged copy, which the test of the mutant then reports as agreeing with the
# reference; where others count on the change (tests/tables), STRICT makes it an error as well.

function(take_section text from to out)
  string(FIND "${text}" "--- ${from}\n" start)
  string(FIND "${text}" "\n--- ${to}\n" end)
  if(start LESS 0 OR end LESS start)
    message(FATAL_ERROR "${MUTANT}: it needs the lines \"--- old\", \"--- new\" and \"--- end\"")
  endif()
  string(LENGTH "--- ${from}\n" heading)
  math(EXPR start "${start} + ${heading}")
  math(EXPR length "${end} - ${start}")
  string(SUBSTRING "${text}" ${start} ${length} section)
  set(${out} "${section}" PARENT_SCOPE)
endfunction()

file(READ "${MUTANT}" text)
string(REGEX MATCH "file: ([a-z_0-9]+\\.[ch])\n" unused "${text}")
set(source "${ENGINE}/${CMAKE_MATCH_1}")
take_section("${text}" old new old)
take_section("${text}" new end new)

file(READ "${source}" code)
string(FIND "${code}" "${old}" first)
string(FIND "${code}" "${old}" last REVERSE)
set(fault "")
if(first LESS 0)
  set(fault "its old text is not in ${source}")
elseif(NOT first EQUAL last)
  set(fault "its old text is in ${source} more than once")
endif()

if(fault AND (STRICT OR NOT OUT))
  message(FATAL_ERROR "${MUTANT}: ${fault}; bring it up to date with the engine")
elseif(fault)
  message(WARNING "${MUTANT}: ${fault}; the mutant is left as it was born")
elseif(OUT)
  string(LENGTH "${old}" length)
  math(EXPR after "${first} + ${length}")
  string(SUBSTRING "${code}" 0 ${first} head)
  string(SUBSTRING "${code}" ${after} -1 tail)
  set(code "${head}${new}${tail}")
endif()
if(OUT)
  file(WRITE "${OUT}" "${code}")
endif()
