# Builds one file with the flags of MODULE and no build system, runs it.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)
file(REMOVE_RECURSE ${BINARY})
file(MAKE_DIRECTORY ${BINARY})
use_pkg_config(${MODULE})

run(${PKG_CONFIG} --cflags --libs ${MODULE})
separate_arguments(line UNIX_COMMAND "${output}")
separate_arguments(flags UNIX_COMMAND "${FLAGS}")
run(${COMPILER} ${flags} ${SOURCE} -o ${BINARY}/consumer ${line})
# A shared library is where the caller says it is.
cmake_path(GET folder PARENT_PATH libraries)
run(${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${libraries} DYLD_LIBRARY_PATH=${libraries}
  ${BINARY}/consumer)
