# Builds one file with the flags of pkg-config and no build system, runs it.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)
file(REMOVE_RECURSE ${BINARY})
file(MAKE_DIRECTORY ${BINARY})
file(GLOB_RECURSE file ${PREFIX}/coincide.pc)
cmake_path(GET file PARENT_PATH folder)
# In front of what the caller has set, for the libraries of this one.
if(DEFINED ENV{PKG_CONFIG_PATH})
  string(APPEND folder ":$ENV{PKG_CONFIG_PATH}")
endif()
set(ENV{PKG_CONFIG_PATH} "${folder}")

run(${PKG_CONFIG} --cflags --libs coincide)
separate_arguments(line UNIX_COMMAND "${output}")
separate_arguments(flags UNIX_COMMAND "${FLAGS}")
run(${COMPILER} ${flags} ${SOURCE} -o ${BINARY}/consumer ${line})
run(${BINARY}/consumer)
