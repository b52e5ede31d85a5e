BeforeAll {
    . (Join-Path $PSScriptRoot 'Import.ps1')
    $buildScript = Join-Path $root 'build.ps1'
    $bash = (Get-Command bash -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source

    # A folder that stands for a whole PATH: links to the tools that build.sh uses, and to nothing else.
    function New-ToolFolder([string[]] $Tool) {
        $folder = Join-Path $TestDrive ([guid]::NewGuid().ToString('n'))
        $null = New-Item -ItemType Directory $folder
        foreach ($name in 'bash', 'basename', 'cat', 'dirname', 'find', 'head', 'mkdir', 'rm', 'sed', 'sleep', 'tr', 'env', 'uname') {
            $source = (Get-Command $name -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
            if ($source) { $null = New-Item -ItemType SymbolicLink -Path (Join-Path $folder $name) -Target $source }
        }
        foreach ($name in $Tool) {
            $file = Join-Path $folder ($name -split '=', 2)[0]
            Set-Content $file ("#!$bash`n" + ($name -split '=', 2)[1])
            chmod +x $file
        }
        $folder
    }

    function Invoke-BuildSh([string] $ToolFolder, [string[]] $Arguments) {
        $path = $env:PATH
        $env:PATH = $ToolFolder
        try { $output = & $bash (Join-Path $root 'build.sh') @Arguments 2>&1 | ForEach-Object ToString } finally { $env:PATH = $path }
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output -join "`n" }
    }
}

Describe 'build.ps1' {
    It 'documents itself: synopsis, description, parameters, examples' {
        $help = Get-Help $buildScript -Full
        $help.Synopsis | Should -Not -BeLike '*build.ps1*'
        ($help.Description | ForEach-Object Text) -join '' | Should -Not -BeNullOrEmpty
        foreach ($parameter in $help.parameters.parameter) {
            ($parameter.description | ForEach-Object Text) -join '' | Should -Not -BeNullOrEmpty -Because "-$($parameter.name)"
        }
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
    }

    It 'describes and completes each task' {
        $tasks = (Get-Command $buildScript).Parameters.Task.Attributes.ValidValues
        $tasks | Should -Be 'Build', 'Test', 'Demo', 'Benchmark', 'Package', 'Clean'
        $description = ((Get-Help $buildScript -Full).Description | ForEach-Object Text) -join "`n"
        foreach ($task in $tasks) { $description | Should -Match "(?m)^\s*$task\s" }
    }

    It 'refuses a task that there is not' {
        { & $buildScript Nothing } | Should -Throw '*Task*'
    }
}

Describe 'build.sh' -Skip:($IsWindows -or -not (Get-Command bash -CommandType Application -ErrorAction Ignore)) {
    It 'refuses a task that there is not' {
        $run = Invoke-BuildSh (New-ToolFolder 'dotnet=echo 10.0.100') 'nothing'
        $run.ExitCode | Should -Be 1
        $run.Output | Should -BeLike "*no task 'nothing'*"
    }

    It 'says that the SDK is needed where it is <Case>' -ForEach @(
        @{ Case = 'missing'; Tool = @() }
        @{ Case = 'too old'; Tool = @('dotnet=echo 9.0.300') }
    ) {
        $run = Invoke-BuildSh (New-ToolFolder $Tool) 'build'
        $run.ExitCode | Should -Be 1
        $run.Output | Should -BeLike '*.NET 10 SDK is needed*'
    }

    It 'hands over to a pwsh that is new enough, with the arguments and the exit code' {
        $pwsh = 'pwsh=if [[ "$*" == *PSVersion* ]]; then echo 7.6.0; else echo "ran: $*"; exit 7; fi'
        $run = Invoke-BuildSh (New-ToolFolder 'dotnet=echo 10.0.100', $pwsh) 'TEST', '-Configuration', 'Debug'
        $run.Output | Should -Be 'ran: -NoProfile -File build.ps1 test -Configuration Debug'
        $run.ExitCode | Should -Be 7
    }

    It 'takes pwsh from the tool manifest where that on the PATH is too old' {
        $dotnet = 'dotnet=if [[ $1 == --version ]]; then echo 10.0.100
            elif [[ $2 == restore ]]; then exit 0
            elif [[ "$*" == *PSVersion* ]]; then echo 7.6.5
            else echo "ran: $*"; fi'
        $run = Invoke-BuildSh (New-ToolFolder $dotnet, 'pwsh=echo 7.4.6') 'build'
        $run.Output | Should -Be 'ran: tool run pwsh -- -NoProfile -File build.ps1 build'
        $run.ExitCode | Should -Be 0
    }

    Context 'without any PowerShell' {
        BeforeAll {
            # Stands for the SDK: tests succeed, fail, crash or are not there, as $outcome says.
            function New-FakeSdk([string] $Outcome) {
                New-ToolFolder ('dotnet=if [[ $1 == --version ]]; then echo 10.0.100; exit; fi
                    [[ $1 == tool ]] && exit 1
                    if [[ $1 == test ]]; then
                        for argument; do [[ $argument == trx* ]] && report=${argument#*LogFileName=}; done
                        mkdir -p "${report%/*}"
                        ' + $Outcome + '
                    fi
                    [[ $1 == build ]] || echo "ran: $*"')
            }

            function Write-Counters([int] $Total, [int] $Executed, [int] $Passed) {
                "echo '<Counters total=`"$Total`" executed=`"$Executed`" passed=`"$Passed`" failed=`"0`" />' > `"`$report`""
            }

            $count = @(Get-ChildItem (Join-Path $root 'tests/*/*.Tests.csproj')).Count
            $output = Join-Path $TestDrive 'out'
        }

        It 'says what is left out, and ends with the totals of the engine''s tests' {
            $run = Invoke-BuildSh (New-FakeSdk (Write-Counters 12 10 10)) 'test', '-Output', $output
            $run.ExitCode | Should -Be 0
            $run.Output | Should -BeLike '*PowerShell 7.6 or later is not on the PATH*Left out*tests of the module*'
            $run.Output.Split("`n")[-1] | Should -Be "$(10 * $count) passed, 0 failed, $(2 * $count) skipped"
        }

        It 'fails when a test fails' {
            $run = Invoke-BuildSh (New-FakeSdk ((Write-Counters 12 12 9) + '; exit 1')) 'test', '-Output', $output
            $run.ExitCode | Should -Be 1
            $run.Output.Split("`n")[-1] | Should -Be "$(9 * $count) passed, $(3 * $count) failed, 0 skipped"
        }

        It 'fails when a run <Case>' -ForEach @(
            @{ Case = 'leaves no report'; Outcome = 'exit 134' }
            @{ Case = 'ends badly though each test passed'; Outcome = 'echo ''<Counters total="5" executed="5" passed="5" />'' > "$report"; exit 1' }
        ) {
            $run = Invoke-BuildSh (New-FakeSdk $Outcome) 'test', '-Output', $output
            $run.ExitCode | Should -Be 1
            $run.Output.Split("`n")[-1] | Should -Match "^\d+ passed, $count failed, 0 skipped$"
        }

        It 'fails when there was no test' {
            $run = Invoke-BuildSh (New-FakeSdk (Write-Counters 0 0 0)) 'test', '-Output', $output
            $run.ExitCode | Should -Be 1
            $run.Output.Split("`n")[-1] | Should -Be '0 passed, 0 failed, 0 skipped'
        }

        It 'runs the same job from C# for the demo' {
            $run = Invoke-BuildSh (New-FakeSdk '') 'demo'
            $run.ExitCode | Should -Be 0
            $run.Output | Should -BeLike '*Left out*ran: run * examples/CSharpDemo/CSharpDemo.csproj*'
        }

        It 'makes no package' {
            $run = Invoke-BuildSh (New-FakeSdk '') 'package'
            $run.ExitCode | Should -Be 1
            $run.Output | Should -BeLike '*needs PowerShell*'
        }
    }
}
