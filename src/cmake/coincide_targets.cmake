# One function for each kind of target: library, test, benchmark, fuzz target.

# Flags that every unit of the project is compiled with. Contraction is off so
# that inline geometry gives the same bits in every unit and on every machine.
add_library(coincide_flags INTERFACE)
target_compile_options(coincide_flags INTERFACE
  -ffp-contract=off -Wall -Wextra -Wconversion -Wshadow
  $<$<BOOL:${COINCIDE_WERROR}>:-Werror>)

# coincide_library(NAME [HOT_HDRS ...] [HDRS ...] [SRCS ...] [DEPS ...]
#                  [PRIVATE_DEPS ...]):
# one folder of src/ as coincide::NAME. HDRS are public and installed; HOT_HDRS
# are too, and make up coincide::headers: they include only std and each other.
# Without SRCS it is INTERFACE. Folders are added bottom up and DEPS must already
# exist, so no layer can link one above it.
function(coincide_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SRCS;HOT_HDRS;HDRS;DEPS;PRIVATE_DEPS")
  foreach(dep IN LISTS arg_DEPS arg_PRIVATE_DEPS)
    if(NOT TARGET ${dep})
      message(FATAL_ERROR "coincide_${name}: ${dep} is not a lower layer")
    endif()
  endforeach()
  set(target coincide_${name})
  set(kind PUBLIC)
  if(arg_SRCS)
    add_library(${target} STATIC ${arg_SRCS})
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:coincide_flags> ${arg_PRIVATE_DEPS})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  else()
    set(kind INTERFACE)
    add_library(${target} INTERFACE)
  endif()
  add_library(coincide::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(${target} ${kind} cxx_std_20)
  # Users compile the inline geometry too.
  target_compile_options(${target} ${kind} -ffp-contract=off)
  target_link_libraries(${target} ${kind} ${arg_DEPS})
  target_sources(${target} ${kind} FILE_SET HEADERS
    BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${arg_HOT_HDRS} ${arg_HDRS})
  if(COINCIDE_INSTALL)
    install(TARGETS ${target} EXPORT coincide-core-targets
      ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
      FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  endif()
  set_property(GLOBAL APPEND PROPERTY COINCIDE_PUBLIC_HEADERS ${arg_HOT_HDRS} ${arg_HDRS})
  set_property(GLOBAL APPEND PROPERTY COINCIDE_HOT_HEADERS ${arg_HOT_HDRS})
  set_property(GLOBAL PROPERTY COINCIDE_DEPS_${name} ${arg_DEPS})
  set_property(GLOBAL APPEND PROPERTY COINCIDE_LAYERS ${name})
endfunction()

# coincide_adapter(NAME HDRS ... [SRCS ...] PACKAGE ... LINKS ...): what meets one
# other library, as coincide::NAME, if its PACKAGE is found. Not a part of
# coincide::core: an export, and a component of the package, of its own.
function(coincide_adapter name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "PACKAGE" "HDRS;SRCS;LINKS")
  find_package(${arg_PACKAGE} QUIET)
  if(NOT ${arg_PACKAGE}_FOUND)
    message(STATUS "coincide::${name}: not built, ${arg_PACKAGE} was not found")
    return()
  endif()
  set(target coincide_${name})
  set(kind PUBLIC)
  if(arg_SRCS)
    add_library(${target} STATIC ${arg_SRCS})
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:coincide_flags> ${arg_LINKS})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  else()
    set(kind INTERFACE)
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ${arg_LINKS})
  endif()
  add_library(coincide::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_link_libraries(${target} ${kind} coincide::cover)
  target_sources(${target} ${kind} FILE_SET HEADERS
    BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${arg_HDRS})
  if(COINCIDE_INSTALL)
    install(TARGETS ${target} EXPORT coincide-${name}-targets
      ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
      FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
    install(EXPORT coincide-${name}-targets NAMESPACE coincide::
      DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/coincide)
  endif()
  set_property(GLOBAL APPEND PROPERTY COINCIDE_PUBLIC_HEADERS ${arg_HDRS})
  set_property(GLOBAL APPEND PROPERTY COINCIDE_ADAPTERS ${name})
endfunction()

# coincide_test(NAME SRCS ... DEPS ...): one GoogleTest binary for a folder of
# tests/. Tests find committed vectors through COINCIDE_VECTORS and, if it is
# there, the real data through COINCIDE_DATA (environment first, then this).
function(coincide_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SRCS;DEPS")
  set(target ${name}_test)
  add_executable(${target} ${arg_SRCS})
  target_link_libraries(${target} PRIVATE coincide_flags coincide_test_support ${arg_DEPS}
    GTest::gmock_main)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR})
  target_compile_definitions(${target} PRIVATE
    COINCIDE_VECTORS="${PROJECT_SOURCE_DIR}/tests/vectors"
    COINCIDE_DATA="${PROJECT_SOURCE_DIR}/../shared/data")
  gtest_discover_tests(${target} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 120)
endfunction()

# coincide_bench(NAME SRCS ... DEPS ...): one Google Benchmark binary.
function(coincide_bench name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SRCS;DEPS")
  set(target ${name}_bench)
  add_executable(${target} ${arg_SRCS})
  target_link_libraries(${target} PRIVATE coincide_flags ${arg_DEPS} benchmark::benchmark_main)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
endfunction()

# coincide_fuzz(NAME SRCS ... DEPS ...): one libFuzzer binary, built by the
# `clang` preset; its corpus is tests/fuzz/corpus/NAME. Elsewhere the same
# source becomes a test that runs the corpus once.
function(coincide_fuzz name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SRCS;DEPS")
  set(target ${name}_fuzz)
  set(corpus ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
  add_executable(${target} ${arg_SRCS})
  target_link_libraries(${target} PRIVATE coincide_flags ${arg_DEPS})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  if(COINCIDE_FUZZ)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz/run_corpus.cc)
  endif()
  add_test(NAME fuzz.${name}.corpus COMMAND ${target} -runs=0 ${corpus})
endfunction()
