# run(COMMAND ...): its output in `output`; stops with the output if it fails.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result
    OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

# use_pkg_config(MODULE): pkg-config finds the file of MODULE in PREFIX, in front of what
# the caller has set for the libraries of this one. Its folder in `folder`.
function(use_pkg_config module)
  file(GLOB_RECURSE file ${PREFIX}/${module}.pc)
  cmake_path(GET file PARENT_PATH folder)
  set(folder ${folder} PARENT_SCOPE)
  if(DEFINED ENV{PKG_CONFIG_PATH})
    string(APPEND folder ":$ENV{PKG_CONFIG_PATH}")
  endif()
  set(ENV{PKG_CONFIG_PATH} "${folder}")
endfunction()

# code_block(FILE LANGUAGE NUMBER OUT): the text of the NUMBERth (from 0) fenced
# block of LANGUAGE in a Markdown file.
function(code_block file language number out)
  file(READ ${file} rest)
  foreach(i RANGE ${number})
    string(FIND "${rest}" "\n```${language}\n" begin)
    if(begin EQUAL -1)
      message(FATAL_ERROR "${file} has no block ${number} of ${language}")
    endif()
    string(LENGTH "\n```${language}\n" fence)
    math(EXPR begin "${begin} + ${fence}")
    string(SUBSTRING "${rest}" ${begin} -1 rest)
    string(FIND "${rest}" "\n```" end)
    string(SUBSTRING "${rest}" 0 ${end} block)
  endforeach()
  set(${out} "${block}\n" PARENT_SCOPE)
endfunction()
