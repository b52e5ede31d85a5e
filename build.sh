#!/usr/bin/env bash
# Builds, tests and shows NeuralPS, from a fresh clone with nothing but the .NET 10 SDK.
#
#   ./build.sh [build | test | demo | benchmark | package | clean] [-Configuration Debug] [-Output folder] [arguments]
#
# With PowerShell 7.6 or later, on the PATH or from the tool manifest, this is ./build.ps1 under another name: see there. Without it,
# it does what .NET alone can do, and says what is left out.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

readonly restore_seconds=60
configuration=Release
output=out
pwsh=()

fail() {
    echo "build.sh: $*" >&2
    exit 1
}

# is_recent <command...>: whether it is a PowerShell 7.6 or later that runs.
is_recent() {
    local version major minor
    version=$("$@" -NoProfile -NonInteractive -Command '"$($PSVersionTable.PSVersion)"' 2>/dev/null </dev/null) || return 1
    IFS=. read -r major minor _ <<<"$version"
    [[ $major =~ ^[0-9]+$ && $minor =~ ^[0-9]+$ ]] && ((major > 7 || (major == 7 && minor >= 6)))
}

# Gives up after a minute: a machine without a network should not wait for what it cannot get.
restore_tools() {
    local pid waited=0
    NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT=1 dotnet tool restore >/dev/null 2>&1 </dev/null &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        if ((waited++ >= restore_seconds * 5)); then
            kill "$pid" 2>/dev/null
            wait "$pid" 2>/dev/null
            return 1
        fi
        sleep 0.2
    done
    wait "$pid"
}

find_pwsh() {
    if command -v pwsh >/dev/null && is_recent pwsh; then
        pwsh=(pwsh)
    elif is_recent dotnet tool run pwsh -- || { restore_tools && is_recent dotnet tool run pwsh --; }; then
        pwsh=(dotnet tool run pwsh --)
    else
        return 1
    fi
}

# attribute <name> <file>: the number that the result summary of a .trx file gives for it.
attribute() {
    sed -n "s/.*<Counters[^>]* $1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1
}

test_without_pwsh() {
    local passed=0 failed=0 skipped=0 project name report status total executed ok results
    mkdir -p "$output" && results=$(cd "$output" && pwd)/test-results
    rm -rf "$results"
    dotnet build NeuralPS.sln -c "$configuration" -v quiet --nologo || fail 'the build failed.'
    for project in tests/*/*.Tests.csproj; do
        name=$(basename "$project" .csproj)
        report=$results/$name.trx
        status=0
        dotnet test "$project" -c "$configuration" --no-build --nologo --logger "trx;LogFileName=$report" || status=$?
        total=0 executed=0 ok=0
        if [[ -f $report ]]; then
            total=$(attribute total "$report") executed=$(attribute executed "$report") ok=$(attribute passed "$report")
        fi
        ((passed += ok, failed += executed - ok, skipped += total - executed))
        if [[ ! -f $report ]] || ((status != 0 && executed == ok)); then
            echo "$name did not finish: dotnet test ended with exit code $status."
            ((failed += 1))
        fi
    done
    echo
    echo 'Left out for want of PowerShell 7.6: the tests of the module.'
    echo
    echo "$passed passed, $failed failed, $skipped skipped"
    ((failed == 0 && passed > 0))
}

remove_output() {
    find src tests examples -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
    rm -rf "$output/NeuralPS" "$output/ahead-of-time" "$output/test-results" "$output/modules" "$output"/NeuralPS.*.nupkg
    rmdir "$output" 2>/dev/null || true
}

run_without_pwsh() {
    local task=$1 arguments=()
    shift
    while (($#)); do
        case $(tr '[:upper:]' '[:lower:]' <<<"$1") in
            -configuration | -output)
                (($# > 1)) || fail "$1 needs a value."
                [[ $1 =~ ^-[Cc] ]] && configuration=$2 || output=$2
                shift
                ;;
            *) arguments+=("$1") ;;
        esac
        shift
    done
    case $task in
        build)
            dotnet build src/NeuralPS/NeuralPS.csproj -c "$configuration" -v quiet --nologo || return
            echo 'The assemblies are built. Left out for want of PowerShell 7.6: the module around them, with its help.'
            ;;
        test) test_without_pwsh ;;
        demo)
            echo 'Left out for want of PowerShell 7.6: the cmdlets. The same job through the engine, from examples/CSharpDemo:'
            dotnet run -c "$configuration" --project examples/CSharpDemo/CSharpDemo.csproj -- ${arguments[@]+"${arguments[@]}"}
            ;;
        benchmark)
            echo 'Left out for want of PowerShell 7.6: what is measured in it.'
            dotnet run -c Release --project tests/NeuralPS.Benchmarks -- ${arguments[@]+"${arguments[@]}"}
            ;;
        package) fail 'a package needs PowerShell 7.6 or later, which makes its help.' ;;
        clean) remove_output ;;
    esac
}

task=$(tr '[:upper:]' '[:lower:]' <<<"${1:-build}")
(($#)) && shift
case $task in
    build | test | demo | benchmark | package | clean) ;;
    help | -h | --help | '-?')
        sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "$(basename "${BASH_SOURCE[0]}")"
        exit 0
        ;;
    *) fail "there is no task '$task'. Tasks: build, test, demo, benchmark, package, clean." ;;
esac
sdk=$(dotnet --version 2>/dev/null) || fail 'the .NET 10 SDK is needed, and dotnet is not on the PATH: https://dotnet.microsoft.com/download'
((${sdk%%.*} >= 10)) || fail "the .NET 10 SDK is needed; this is $sdk: https://dotnet.microsoft.com/download"

if find_pwsh; then
    exec "${pwsh[@]}" -NoProfile -File build.ps1 "$task" "$@"
fi
echo 'PowerShell 7.6 or later is not on the PATH, and could not be had with "dotnet tool restore".'
run_without_pwsh "$task" "$@"
