#!/usr/bin/env pwsh
#Requires -Version 7.6

<#
.SYNOPSIS
    Builds, tests, shows and packages NeuralPS.
.DESCRIPTION
    The front door of the project. It needs PowerShell 7.6 or later and the SDK
    of .NET 10; ./build.sh does the same from bash, and as much as it can where
    there is no PowerShell. The tasks:

    Build      Compiles the module and stages it in <Output>/NeuralPS, ready
               for Import-Module.
    Test       Builds everything and runs all tests: xUnit for the engine,
               Pester 5 or 6 for the module, the latter in a fresh pwsh. The
               last line is the total over both: N passed, N failed,
               N skipped. A run that does not finish counts as a failure.
    Demo       Builds the module, then trains a small convolutional network
               on drawn digits: examples/01-digits/digits.ps1.
    Benchmark  Builds the module and tests/NeuralPS.Benchmarks and runs the
               latter, to which the remaining arguments go: Program.cs there
               says what they are.
    Package    Builds the module and packs it for Install-PSResource as
               <Output>/NeuralPS.<version>.nupkg. The folder
               <Output>/NeuralPS can as well be copied to a module path.
    Clean      Removes what the other tasks have made.

    The exit code is 0 if all went well, and not 0 if something did not.
.PARAMETER Task
    What to do: Build, Test, Demo, Benchmark, Package or Clean.
.PARAMETER Configuration
    The configuration of the .NET build: Release or Debug.
.PARAMETER Output
    The folder that receives the staged module, the package and the test results.
.PARAMETER ArgumentList
    What remains on the command line goes to the benchmarks or to the demo.
.EXAMPLE
    ./build.ps1
    Builds the module; then: Import-Module ./out/NeuralPS
.EXAMPLE
    ./build.ps1 Test
    Builds everything and runs all tests.
.EXAMPLE
    ./build.ps1 Benchmark --only train-*,gemm-* --repetitions 3
    Measures some of the workloads; --growth shows how cost grows with the work.
.EXAMPLE
    ./build.ps1 Package -Output ~/packages
    Leaves the module as a folder and as a .nupkg in ~/packages.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Benchmark', 'Package', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    [ValidateNotNullOrEmpty()]
    [string] $Output = (Join-Path $PSScriptRoot 'out'),

    [Parameter(ValueFromRemainingArguments)]
    [string[]] $ArgumentList = @()
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$root = $PSScriptRoot
$Output = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Output)
$staged = Join-Path $Output 'NeuralPS'
$results = Join-Path $Output 'test-results'
$version = ([xml](Get-Content -Raw (Join-Path $root 'Directory.Build.props'))).SelectSingleNode('//Version').InnerText

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) ended with exit code $LASTEXITCODE." }
}

# A loaded assembly can be neither replaced nor unloaded: whatever loads the module runs in a process of its own.
function Invoke-FreshPwsh([string] $File, [string[]] $Arguments = @()) {
    $exe = [Environment]::ProcessPath
    $prefix = @(if ((Split-Path -LeafBase $exe) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' })
    $modulePath = $env:PSModulePath
    $env:PSModulePath = $Output, (Join-Path $Output 'modules'), $modulePath -join [IO.Path]::PathSeparator
    try { & $exe @prefix -NoProfile -NonInteractive -File $File @Arguments } finally { $env:PSModulePath = $modulePath }
}

# What the compiler that works ahead of time may use: AVX2 (older processors compile those methods as they run), and small methods of .NET's
# own, inlined or for our types. The runtime leaves out whatever does not fit the .NET that it finds.
function Get-CompilerArgument {
    if ([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -eq 'X64') { '--instruction-set:x86-64-v3' }
    '--non-local-generics-module:*'
    "--reference:$PSHOME/System.Management.Automation.dll"
    'System.Private.CoreLib', 'System.Linq', 'System.Collections', 'System.Collections.Immutable', 'System.Collections.Concurrent', 'System.Text.Json' |
        ForEach-Object { "--opt-cross-module:$_" }
}

# The folder of the assemblies to ship, with machine code for this system beside their IL: a first training need not wait until some thousand
# methods are compiled. On other systems they run from the IL. Where the SDK cannot get its compiler, what was built is good enough.
function Get-BinaryFolder {
    $built = Join-Path $root "src/NeuralPS/bin/$Configuration/net10.0"
    if ($Configuration -ne 'Release') { return $built }
    $folder = Join-Path $Output 'ahead-of-time'
    $arguments = @(
        'publish', (Join-Path $root 'src/NeuralPS/NeuralPS.csproj'), '-c', $Configuration, '-v', 'quiet', '--nologo', '--use-current-runtime'
        '--no-self-contained', '-p:PublishReadyToRun=true', "-p:PublishReadyToRunCrossgen2ExtraArgs=$((Get-CompilerArgument) -join '%3B')"
        '--artifacts-path', $folder, '-o', (Join-Path $folder 'publish')
    )
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $arguments | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.Environment['NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT'] = '1'
    # Where "& dotnet" would run: a global.json is looked for from there.
    $start.WorkingDirectory = $ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    try {
        $text = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
        if ($process.WaitForExit(180000) -and $process.ExitCode -eq 0) { return Join-Path $folder 'publish' }
    } finally {
        if (-not $process.HasExited) { $process.Kill($true) }
        Write-Verbose ($text.Result -join "`n")
        $process.Dispose()
    }
    Write-Host 'The compiler of the .NET SDK that works ahead of time could not be had: the module is compiled as it runs, and starts slower.'
    $built
}

function Invoke-Build([string] $Target = 'src/NeuralPS/NeuralPS.csproj') {
    Invoke-DotNet build (Join-Path $root $Target) -c $Configuration -v quiet --nologo
    if (Test-Path $staged) { Remove-Item $staged -Recurse -Force }
    $binaries = Get-BinaryFolder
    $manifest = Join-Path $root 'module/NeuralPS.psd1'
    $generated = 'en-US/NeuralPS.dll-Help.xml'
    foreach ($file in (Import-PowerShellDataFile $manifest).FileList | Where-Object { $_ -ne $generated }) {
        $source = @(
            Join-Path $root 'module' $file
            Join-Path $binaries (Split-Path -Leaf $file)
            Join-Path $root $file
        ) | Where-Object { Test-Path -LiteralPath $_ -PathType Leaf } | Select-Object -First 1
        if (-not $source) { throw "module/NeuralPS.psd1 lists '$file', which is neither in module, nor built, nor in the root folder." }
        $target = Join-Path $staged $file
        $null = New-Item -ItemType Directory -Force (Split-Path $target)
        Copy-Item -LiteralPath $source $target
    }
    $stamped = (Get-Content -Raw $manifest) -replace "(?m)^  # The build replaces.*\r?\n", '' -replace "'0\.0\.0'", "'$version'"
    [IO.File]::WriteAllText((Join-Path $staged 'NeuralPS.psd1'), $stamped)
    Invoke-FreshPwsh (Join-Path $root 'module/help/ConvertTo-Maml.ps1') '-ModulePath', $staged, '-Destination', (Join-Path $staged $generated)
    if ($LASTEXITCODE -ne 0) {
        # Bad help should not keep anyone from trying the module, but does not ship; a test fails on it, too.
        if ($Task -eq 'Package') { throw 'The help is not complete.' }
        Write-Warning 'The help is not complete.'
    }
    Write-Host "NeuralPS $version is in $staged"
}

function Invoke-XUnit([string] $Project) {
    $name = Split-Path -LeafBase $Project
    $report = Join-Path $results "$name.trx"
    & dotnet test $Project -c $Configuration --no-build --nologo --logger "trx;LogFileName=$report" | Out-Host
    $exitCode = $LASTEXITCODE
    $counters = if (Test-Path $report) { ([xml](Get-Content -Raw $report)).TestRun.ResultSummary.Counters }
    $counts = [pscustomobject]@{ Passed = 0; Failed = 0; Skipped = 0 }
    if ($counters) {
        $counts.Passed = [int]$counters.passed
        $counts.Failed = [int]$counters.executed - [int]$counters.passed
        $counts.Skipped = [int]$counters.total - [int]$counters.executed
    }
    if (-not $counters -or ($exitCode -ne 0 -and $counts.Failed -eq 0)) {
        Write-Host "$name did not finish: dotnet test ended with exit code $exitCode."
        $counts.Failed++
    }
    $counts
}

function Find-Pester {
    $folder = Join-Path $Output 'modules'
    $isUsable = { $_.Version -ge [version]'5.5' -and $_.Version -lt [version]'7.0' }
    $find = { [bool](Get-Module Pester, (Join-Path $folder 'Pester') -ListAvailable -ErrorAction Ignore | Where-Object $isUsable) }
    if ((& $find) -or -not (Get-Command Save-PSResource -ErrorAction Ignore)) { return & $find }
    $null = New-Item -ItemType Directory -Force $folder
    $job = Start-ThreadJob { Save-PSResource Pester -Version '[5.5,7.0)' -Path $using:folder -TrustRepository }
    $null = Wait-Job $job -Timeout 60
    & $find
}

function Invoke-ModuleTest {
    if (-not (Find-Pester)) {
        Write-Host 'Pester 5 or 6 is not installed and could not be had from the PowerShell Gallery: the tests of the module are left out.'
        return
    }
    $report = Join-Path $results 'pester.json'
    Invoke-FreshPwsh (Join-Path $root 'tests/module/Run.ps1') '-ModulePath', $staged, '-ReportPath', $report | Out-Host
    if (Test-Path $report) { return Get-Content -Raw $report | ConvertFrom-Json }
    Write-Host "Pester did not finish: it ended with exit code $LASTEXITCODE."
    [pscustomobject]@{ Passed = 0; Failed = 1; Skipped = 0 }
}

function Invoke-Test {
    Invoke-Build 'NeuralPS.sln'
    if (Test-Path $results) { Remove-Item $results -Recurse -Force }
    $null = New-Item -ItemType Directory $results
    $counts = @(
        Get-ChildItem (Join-Path $root 'tests/*/*.Tests.csproj') | ForEach-Object { Invoke-XUnit $_.FullName }
        Invoke-ModuleTest
    )
    $passed, $failed, $skipped = 'Passed', 'Failed', 'Skipped' | ForEach-Object { ($counts | Measure-Object $_ -Sum).Sum }
    Write-Host "`n$passed passed, $failed failed, $skipped skipped"
    if ($failed -gt 0 -or $passed -eq 0) { exit 1 }
}

switch ($Task) {
    Build { Invoke-Build }
    Test { Invoke-Test }
    Demo {
        Invoke-Build
        Invoke-FreshPwsh (Join-Path $root 'examples/01-digits/digits.ps1') $ArgumentList
        exit $LASTEXITCODE
    }
    Benchmark {
        Invoke-Build
        $exe = [Environment]::ProcessPath
        $pwsh = (Split-Path -LeafBase $exe) -eq 'dotnet' ? (Join-Path $PSHOME 'pwsh.dll') : $exe
        & dotnet run -c Release --project (Join-Path $root 'tests/NeuralPS.Benchmarks') '--' --module $staged --pwsh $pwsh @ArgumentList
        exit $LASTEXITCODE
    }
    Package {
        Invoke-Build
        & (Join-Path $root 'module/New-Package.ps1') -ModulePath $staged -Destination $Output
    }
    Clean {
        Get-ChildItem (Join-Path $root 'src'), (Join-Path $root 'tests'), (Join-Path $root 'examples') -Directory -Recurse -Force |
            Where-Object Name -in 'bin', 'obj' | Where-Object { Test-Path $_ } | Remove-Item -Recurse -Force
        # Not the whole folder: it may be the user's own, named by -Output.
        'NeuralPS', 'NeuralPS.*.nupkg', 'ahead-of-time', 'test-results', 'modules' | ForEach-Object { Join-Path $Output $_ } |
            Where-Object { Test-Path $_ } | Remove-Item -Recurse -Force
        if ((Test-Path $Output) -and -not (Get-ChildItem $Output -Force)) { Remove-Item $Output }
    }
}
