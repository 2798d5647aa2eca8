# Builds one file with the flags of MODULE and no build system, runs it.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)
file(REMOVE_RECURSE ${BINARY})
file(MAKE_DIRECTORY ${BINARY})
file(GLOB_RECURSE file ${PREFIX}/${MODULE}.pc)
cmake_path(GET file PARENT_PATH folder)
# In front of what the caller has set, for the libraries of this one.
if(DEFINED ENV{PKG_CONFIG_PATH})
  string(APPEND folder ":$ENV{PKG_CONFIG_PATH}")
endif()
set(ENV{PKG_CONFIG_PATH} "${folder}")

run(${PKG_CONFIG} --cflags --libs ${MODULE})
separate_arguments(line UNIX_COMMAND "${output}")
separate_arguments(flags UNIX_COMMAND "${FLAGS}")
run(${COMPILER} ${flags} ${SOURCE} -o ${BINARY}/consumer ${line})
# A shared library is where the caller says it is.
cmake_path(GET file PARENT_PATH libraries)
cmake_path(GET libraries PARENT_PATH libraries)
run(${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${libraries} DYLD_LIBRARY_PATH=${libraries}
  ${BINARY}/consumer)
