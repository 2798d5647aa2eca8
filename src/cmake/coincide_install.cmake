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
list(TRANSFORM layers PREPEND coincide::)
add_library(coincide_core INTERFACE)
add_library(coincide::core ALIAS coincide_core)
set_target_properties(coincide_core PROPERTIES EXPORT_NAME core)
target_link_libraries(coincide_core INTERFACE coincide_headers)
foreach(layer IN LISTS layers)
  string(REPLACE "coincide::" "coincide_" layer_target ${layer})
  target_link_libraries(coincide_core INTERFACE ${layer_target})
endforeach()
install(TARGETS coincide_headers coincide_core EXPORT coincide-targets)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/coincide)
install(EXPORT coincide-targets NAMESPACE coincide:: DESTINATION ${package_dir})
configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/src/cmake/coincide-config.cmake.in
  ${PROJECT_BINARY_DIR}/coincide-config.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/coincide-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/coincide-config.cmake
  ${PROJECT_BINARY_DIR}/coincide-config-version.cmake DESTINATION ${package_dir})

# pkg-config: static archives, listed top layer first for the linker.
set(COINCIDE_PC_LIBS "")
foreach(layer IN LISTS layers)
  string(REPLACE "coincide::" "coincide_" layer_target ${layer})
  get_target_property(type ${layer_target} TYPE)
  if(NOT type STREQUAL "INTERFACE_LIBRARY")
    string(PREPEND COINCIDE_PC_LIBS "-l${layer_target} ")
  endif()
endforeach()
configure_file(${PROJECT_SOURCE_DIR}/src/cmake/coincide.pc.in
  ${PROJECT_BINARY_DIR}/coincide.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/coincide.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
