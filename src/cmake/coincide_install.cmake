# coincide::headers, the hot headers alone (std only, nothing to link), and
# coincide::core, every compiled layer; the package files of both.
include(CMakePackageConfigHelpers)

add_library(coincide_headers INTERFACE)
add_library(coincide::headers ALIAS coincide_headers)
set_target_properties(coincide_headers PROPERTIES EXPORT_NAME headers)
target_compile_features(coincide_headers INTERFACE cxx_std_20)
target_compile_options(coincide_headers INTERFACE -ffp-contract=off)
target_include_directories(coincide_headers INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)

get_property(layers GLOBAL PROPERTY COINCIDE_LAYERS)
list(TRANSFORM layers PREPEND coincide_ OUTPUT_VARIABLE layer_targets)
add_library(coincide_core INTERFACE)
add_library(coincide::core ALIAS coincide_core)
set_target_properties(coincide_core PROPERTIES EXPORT_NAME core)
target_link_libraries(coincide_core INTERFACE coincide_headers ${layer_targets})

if(NOT COINCIDE_INSTALL)
  return()
endif()

# What a user of the static archives must find: each library outside the project
# that a layer links, private ones too. The package is the name in front of "::".
set(external "")
foreach(target IN LISTS layer_targets)
  get_target_property(libraries ${target} INTERFACE_LINK_LIBRARIES)
  foreach(library IN LISTS libraries)
    # A private library of an archive is here as $<LINK_ONLY:library>.
    string(REGEX REPLACE "^\\$<LINK_ONLY:(.*)>$" "\\1" library "${library}")
    if(library MATCHES "^([A-Za-z0-9_]+)::[A-Za-z0-9_]+$" AND NOT CMAKE_MATCH_1 STREQUAL "coincide")
      list(APPEND external ${library})
    endif()
  endforeach()
endforeach()
list(REMOVE_DUPLICATES external)

set(packages ${external})
list(TRANSFORM packages REPLACE "::.*" "")
list(REMOVE_DUPLICATES packages)
set(COINCIDE_FIND_DEPENDENCIES "")
foreach(package IN LISTS packages)
  string(APPEND COINCIDE_FIND_DEPENDENCIES "\n  find_dependency(${package})")
endforeach()

set(COINCIDE_PC_REQUIRES "")
foreach(library IN LISTS external)
  if(library MATCHES "^absl::(.*)$")
    list(APPEND COINCIDE_PC_REQUIRES absl_${CMAKE_MATCH_1})
  elseif(library STREQUAL "hwy::hwy")
    list(APPEND COINCIDE_PC_REQUIRES libhwy)
  elseif(library STREQUAL "TBB::tbb")
    list(APPEND COINCIDE_PC_REQUIRES tbb)
  elseif(library STREQUAL "PROJ::proj")
    list(APPEND COINCIDE_PC_REQUIRES proj)
  elseif(library STREQUAL "GEOS::geos_c")
    list(APPEND COINCIDE_PC_REQUIRES geos)
  else()
    message(FATAL_ERROR "coincide.pc: which pkg-config module is ${library}?")
  endif()
endforeach()
list(JOIN COINCIDE_PC_REQUIRES " " COINCIDE_PC_REQUIRES)

# All that is installed, for those who build no more than that.
get_property(adapter_targets GLOBAL PROPERTY COINCIDE_ADAPTERS)
list(TRANSFORM adapter_targets PREPEND coincide_)
add_custom_target(coincide_libraries)
add_dependencies(coincide_libraries ${layer_targets} ${adapter_targets} coincide_shared)

# coincide::headers has an export of its own, so that its users need not have
# what the compiled layers link.
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/coincide)
install(TARGETS coincide_headers EXPORT coincide-headers-targets)
install(TARGETS coincide_core EXPORT coincide-core-targets)
foreach(part headers shared core)
  install(EXPORT coincide-${part}-targets NAMESPACE coincide:: DESTINATION ${package_dir})
endforeach()
configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/src/cmake/coincide-config.cmake.in
  ${PROJECT_BINARY_DIR}/coincide-config.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/coincide-config-version.cmake
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/coincide-config.cmake
  ${PROJECT_BINARY_DIR}/coincide-config-version.cmake DESTINATION ${package_dir})

# pkg-config: static archives, highest layer first for the linker. Paths are
# relative to the file, so the tree can be moved or installed with --prefix.
set(COINCIDE_PC_LIBS "")
foreach(target IN LISTS layer_targets)
  get_target_property(type ${target} TYPE)
  if(NOT type STREQUAL "INTERFACE_LIBRARY")
    string(PREPEND COINCIDE_PC_LIBS "-l${target} ")
  endif()
endforeach()
file(RELATIVE_PATH COINCIDE_PC_PREFIX
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(${PROJECT_SOURCE_DIR}/src/cmake/coincide.pc.in
  ${PROJECT_BINARY_DIR}/coincide.pc @ONLY)
configure_file(${PROJECT_SOURCE_DIR}/src/cmake/coincide-c.pc.in
  ${PROJECT_BINARY_DIR}/coincide-c.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/coincide.pc ${PROJECT_BINARY_DIR}/coincide-c.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# cpack -G DEB: what the archives and the shared library need is found by their
# dependencies; the headers make it a development package.
set(CPACK_PACKAGE_NAME libcoincide-dev)
set(CPACK_PACKAGE_VENDOR coincide)
set(CPACK_PACKAGE_CONTACT "${PROJECT_HOMEPAGE_URL}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_COMPONENTS_ALL Unspecified)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libabsl-dev, libhwy-dev, libtbb-dev, libproj-dev")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libgeos-dev, libboost-dev")  # Of the adapters.
set(CPACK_GENERATOR DEB)
if(PROJECT_IS_TOP_LEVEL)
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libcoincide-dev RENAME copyright)
  include(CPack)
endif()
