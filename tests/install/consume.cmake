# Configures, builds and runs one consumer project in SOURCE.
#
#   README=ON          its code is the README's: main.cc, the lines of CMake, and
#                      the output expected
#   NOTHING_LINKED=ON  its link line must name no library
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)
file(REMOVE_RECURSE ${BINARY})

if(README)
  code_block(${REPOSITORY}/README.md cpp 0 program)
  code_block(${REPOSITORY}/README.md cmake 0 lines)
  code_block(${REPOSITORY}/README.md text 2 expected)
  file(WRITE ${BINARY}/source/main.cc "${program}")
  file(WRITE ${BINARY}/source/readme.cmake "${lines}")
  file(COPY ${SOURCE}/CMakeLists.txt DESTINATION ${BINARY}/source)
  set(SOURCE ${BINARY}/source)
endif()

run(${CMAKE_COMMAND} -S ${SOURCE} -B ${BINARY}/build -G ${GENERATOR}
  -DCMAKE_PREFIX_PATH=${PREFIX} -DCMAKE_CXX_COMPILER=${COMPILER}
  -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER} -DCMAKE_CXX_FLAGS=${FLAGS}
  -DCMAKE_C_COMPILER=${C_COMPILER} -DCMAKE_C_FLAGS=${FLAGS}
  -DREPOSITORY=${REPOSITORY})
run(${CMAKE_COMMAND} --build ${BINARY}/build --verbose)

if(NOTHING_LINKED)
  string(REGEX MATCH "[^\n]* -o consumer [^\n]*" link "${output}")
  if(link STREQUAL "")
    message(FATAL_ERROR "no link line in\n${output}")
  endif()
  if(link MATCHES " -l|\\.a( |$)|\\.so|\\.dylib|-framework")
    message(FATAL_ERROR "something is linked: ${link}")
  endif()
endif()

run(${BINARY}/build/consumer)
if(README)
  if(NOT output STREQUAL expected)
    message(FATAL_ERROR "the README promises\n${expected}and the program prints\n${output}")
  endif()
  run(${BINARY}/build/compiled)
endif()
