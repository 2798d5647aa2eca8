# Not tested: written from vcpkg's documentation, where no vcpkg was.
vcpkg_from_github(
  OUT_SOURCE_PATH SOURCE_PATH
  REPO coincide/coincide
  REF "v${VERSION}"
  SHA512 0  # Of the release.
)
vcpkg_cmake_configure(SOURCE_PATH "${SOURCE_PATH}" OPTIONS
  -DCOINCIDE_TESTS=OFF -DCOINCIDE_BENCH=OFF -DCOINCIDE_PYTHON=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME coincide CONFIG_PATH lib/cmake/coincide)
vcpkg_fixup_pkgconfig()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
