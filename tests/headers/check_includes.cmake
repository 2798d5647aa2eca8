# Checks the #include lines of include/coincide and src:
#
# - every header below include/ is listed in its layer's CMakeLists.txt;
# - a hot header includes only std and other hot headers;
# - a public header includes only std, Abseil and public headers, but for the
#   adapters, which exist to meet another library;
# - a layer includes only itself and the layers its target links.
cmake_minimum_required(VERSION 3.25)
include(${LISTS})
set(include_dir ${REPOSITORY}/include)
set(faults "")

# Where the layer `name` may take headers from: itself and its dependencies'.
function(reachable name out)
  set(all ${name})
  foreach(dep IN LISTS deps_${name})
    string(REPLACE "coincide::" "" dep ${dep})
    reachable(${dep} below)
    list(APPEND all ${below})
  endforeach()
  list(REMOVE_DUPLICATES all)
  set(${out} ${all} PARENT_SCOPE)
endfunction()

# The names in a file's #include lines, as <name> or "name".
function(includes path out)
  file(STRINGS ${path} lines REGEX "^ *# *include")
  set(names "")
  foreach(line IN LISTS lines)
    if(line MATCHES "include +(<[^>]+>|\"[^\"]+\")")
      list(APPEND names ${CMAKE_MATCH_1})
    endif()
  endforeach()
  set(${out} "${names}" PARENT_SCOPE)
endfunction()

macro(fault text)
  string(APPEND faults "  ${text}\n")
endmacro()

file(GLOB_RECURSE found ${include_dir}/*.h)
foreach(path IN LISTS found)
  if(NOT path IN_LIST public)
    fault("${path} is in no layer's HDRS")
  endif()
endforeach()

foreach(path IN LISTS public)
  includes(${path} names)
  foreach(name IN LISTS names)
    if(name MATCHES "^<([a-z_0-9]+|std(int|def)[.]h)>$")
      continue()  # std: no dot or slash; its two of C, for headers that C reads too.
    elseif(name MATCHES "^\"(coincide/.*)\"$")
      set(other ${include_dir}/${CMAKE_MATCH_1})
      if(path IN_LIST hot AND NOT other IN_LIST hot)
        fault("${path} is hot and includes ${name}, which is not")
      elseif(NOT other IN_LIST public)
        fault("${path} includes ${name}, which is not public")
      endif()
    elseif(path IN_LIST hot)
      fault("${path} is hot and includes ${name}")
    elseif(NOT name MATCHES "^[<\"]absl/" AND NOT path MATCHES "/coincide/adapters/")
      fault("${path} includes ${name}")
    endif()
  endforeach()
endforeach()

foreach(layer IN LISTS layers)
  reachable(${layer} allowed)
  file(GLOB_RECURSE files ${include_dir}/coincide/${layer}/*.h
    ${REPOSITORY}/src/${layer}/*.h ${REPOSITORY}/src/${layer}/*.cc)
  foreach(path IN LISTS files)
    includes(${path} names)
    foreach(name IN LISTS names)
      if(name MATCHES "^\"coincide/([a-z]+)/" AND NOT CMAKE_MATCH_1 IN_LIST allowed)
        fault("${path} includes ${name}: ${layer} does not link coincide::${CMAKE_MATCH_1}")
      endif()
    endforeach()
  endforeach()
endforeach()

list(LENGTH public count)
if(faults)
  message(FATAL_ERROR "\n${faults}")
elseif(count EQUAL 0 OR NOT hot OR NOT layers)
  message(FATAL_ERROR "nothing was checked: ${LISTS} is empty")
endif()
message(STATUS "${count} public headers")
