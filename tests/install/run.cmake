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
