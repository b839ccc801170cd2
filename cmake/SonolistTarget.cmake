# Compiler settings that every target of the project shares, and the one way to declare a unit test program.

find_program(SONOLIST_CCACHE ccache)
if(SONOLIST_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SONOLIST_CCACHE})
endif()

set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

add_library(sonolist_settings INTERFACE)
target_include_directories(sonolist_settings INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(sonolist_settings INTERFACE SONOLIST_VERSION="${PROJECT_VERSION}")
target_compile_options(sonolist_settings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
if(CMAKE_UNITY_BUILD)
  # GCC takes a unity file's parts for headers, in which unnamed namespaces would be a mistake.
  target_compile_options(sonolist_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
if(SONOLIST_SANITIZE)
  # Between the sanitizers' checks GCC 12 sees uninitialised values in std::regex and in LibTorch's optionals.
  target_compile_options(sonolist_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_compile_options(sonolist_settings INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(sonolist_settings INTERFACE -fsanitize=address,undefined)
  if(SONOLIST_BUILD_FUZZERS)
    target_compile_options(sonolist_settings INTERFACE -fsanitize=fuzzer-no-link)
  endif()
endif()

# sonolist_unit_test(NAME source... [OPTIMISED] LIBRARIES library...): a GoogleTest program. Only the code under test is worth
# the compiler's time; OPTIMISED is for tests that share a precompiled header with it. One ctest entry for the program, not one
# per test case: loading LibTorch hundreds of times would take longer than the tests.
function(sonolist_unit_test name)
  if(NOT SONOLIST_BUILD_TESTS)
    return()
  endif()
  cmake_parse_arguments(arg "OPTIMISED" "" "LIBRARIES" ${ARGN})
  add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
  set_target_properties(${name} PROPERTIES UNITY_BUILD OFF)  # each test file has helpers of its own
  target_link_libraries(${name} PRIVATE sonolist_settings ${arg_LIBRARIES} GTest::gmock GTest::gtest_main)
  if(NOT arg_OPTIMISED)
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES LABELS unit TIMEOUT 1800)
endfunction()
