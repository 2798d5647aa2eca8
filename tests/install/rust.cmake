# Builds and runs the Rust consumer on the tree in PREFIX, which the crate finds through
# pkg-config. SOURCE, BINARY, REPOSITORY, CARGO.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)
file(REMOVE_RECURSE ${BINARY})
configure_file(${SOURCE}/Cargo.toml.in ${BINARY}/source/Cargo.toml @ONLY)
file(COPY ${SOURCE}/src DESTINATION ${BINARY}/source)
use_pkg_config(coincide)
unset(ENV{COINCIDE_SYS_BUILD_DIR})
set(ENV{CARGO_TARGET_DIR} ${BINARY}/target)
set(offline "")
execute_process(COMMAND ${CARGO} fetch -q WORKING_DIRECTORY ${BINARY}/source
  RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET)
if(NOT result EQUAL 0)
  set(offline --offline)
endif()
execute_process(COMMAND ${CARGO} fetch -q ${offline} WORKING_DIRECTORY ${BINARY}/source
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT result EQUAL 0)
  message("SKIPPED: crates.io cannot be reached and cargo has not all crates already: ${output}")
  return()
endif()
run(${CMAKE_COMMAND} -E chdir ${BINARY}/source ${CARGO} run -q ${offline})

file(GLOB_RECURSE built ${BINARY}/target/*/CMakeCache.txt)
if(built)
  message(FATAL_ERROR "the crate did not find the installed library and built its own: ${built}")
endif()
